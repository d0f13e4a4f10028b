import { CounterseatError, invalidFields } from "../../platform/errors.ts";
import type { Records } from "../../platform/records/contract.ts";
import type { ConnectorId } from "./connector.ts";
import { secretNames, settingsOf } from "./connectors.ts";
import { type Secrets, unseal } from "./seal.ts";
import type { ConnectionRow } from "./store.ts";

export interface Parsed {
  readonly open: Readonly<Record<string, unknown>>;
  readonly secrets: Secrets;
}

/**
 * Settings as they were entered, with the secrets that are kept where none was entered. A kept secret goes to the place it was entered
 * for and to no other: whoever changes the place enters it again.
 * @throws CounterseatError invalid
 */
export async function parseSettings(
  records: Pick<Records, "db">,
  asked: { connector: ConnectorId; settings: Readonly<Record<string, unknown>> },
  kept: ConnectionRow | null,
): Promise<Parsed> {
  const schema = settingsOf(asked.connector);
  const unknown = Object.keys(asked.settings).find((name) => !Object.hasOwn(schema.shape, name));
  if (unknown !== undefined)
    throw new CounterseatError("invalid", `${unknown} is no setting of ${asked.connector}.`, {
      fix: `Settings are ${Object.keys(schema.shape).join(", ")}.`,
    });
  const names = secretNames(asked.connector);
  const old = kept === null ? {} : await unseal(records, kept.id, kept.sealed);
  const reused = names.filter((name) => asked.settings[name] === undefined && old[name] !== undefined);
  const found = schema.safeParse({ ...Object.fromEntries(reused.map((name) => [name, old[name]])), ...asked.settings });
  if (!found.success) throw invalidFields(found.error);
  const all = found.data as Record<string, unknown>;
  if (kept !== null && reused.length > 0 && placeOf(asked.connector, all) !== placeOf(kept.connector, kept.settings))
    throw new CounterseatError(
      "invalid",
      "The place this connection goes to has changed, and a secret that is kept goes to no other place.",
      {
        fix: `Enter ${reused.join(" and ")} again.`,
        errors: reused.map((path) => ({ path: `settings.${path}`, message: "enter it again" })),
      },
    );
  const secrets = Object.fromEntries(
    names.flatMap((name) => (typeof all[name] === "string" && all[name] !== "" ? [[name, all[name]]] : [])),
  );
  return { open: Object.fromEntries(Object.entries(all).filter(([name]) => !names.includes(name))), secrets };
}

/** Settings as a connector takes them. */
export async function settingsFor(
  records: Pick<Records, "db">,
  row: ConnectionRow,
): Promise<{ all: Record<string, unknown>; secrets: Secrets }> {
  const secrets = await unseal(records, row.id, row.sealed);
  return { all: { ...row.settings, ...secrets }, secrets };
}

function placeOf(connector: string, { host, port, tls, url }: Readonly<Record<string, unknown>>): string {
  const origin = typeof url === "string" && URL.canParse(url) ? new URL(url).origin : null;
  return JSON.stringify([connector, host ?? null, port === undefined ? null : String(port), tls ?? null, origin]);
}
