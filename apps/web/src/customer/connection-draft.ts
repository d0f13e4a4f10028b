import type { Input } from "../api.ts";
import type { Connection, Connector, ImportKind } from "../api-types.ts";

/** A connection while it is filled in: every setting a text, as the form holds it. */
export type Draft = {
  id: string;
  etag: string | undefined;
  name: string;
  source: string;
  connector: Connector["id"];
  settings: Readonly<Record<string, string>>;
  /** Secrets that are kept on the server. */
  kept: readonly string[];
  as: ImportKind;
  map: string;
  every: string;
  overlap: "new" | "all";
  /** Chosen by a program; the form leaves it as it is. */
  timezone: string | null;
  newAddress: boolean;
};

export function freshDraft(connector: Connector["id"]): Draft {
  return {
    id: newId(),
    etag: undefined,
    name: "",
    source: "",
    connector,
    settings: {},
    kept: [],
    as: "events",
    map: "",
    every: "60",
    overlap: "new",
    timezone: null,
    newAddress: false,
  };
}

export function draftOf(connection: Connection): Draft {
  const { id, etag, name, source, connector, settings, secrets, as, map, everyMinutes, overlap, timezone } = connection;
  return {
    id,
    etag,
    name,
    source,
    connector,
    settings: Object.fromEntries(Object.entries(settings).map(([key, value]) => [key, String(value)])),
    kept: secrets,
    as: as ?? "events",
    map: Object.entries(map)
      .map(([field, column]) => `${field} = ${column}`)
      .join("\n"),
    every: everyMinutes === null ? "" : String(everyMinutes),
    overlap,
    timezone,
    newAddress: false,
  };
}

/** What was filled in. What is empty is left to the server: its usual value, or the secret that is kept. */
export function settingsIn({ settings }: Draft, connector: Connector): Record<string, string> {
  const filled = connector.fields.flatMap(({ name, usual, secret }) => {
    const value = settings[name] ?? "";
    // An empty text that was usual once and emptied since is said; a secret is not.
    return value === "" && (secret || usual !== "") ? [] : [[name, value] as const];
  });
  return Object.fromEntries(filled);
}

export function inputOf(draft: Draft, connector: Connector): Input<"customer.putConnection"> {
  const { id, name, source, as, map, every, overlap, timezone, newAddress } = draft;
  return {
    id,
    name: name.trim(),
    source: source.trim(),
    connector: connector.id,
    settings: settingsIn(draft, connector),
    ...(connector.receives ? {} : { as }),
    map: connector.receives ? {} : mapIn(map),
    everyMinutes: connector.receives || every === "" ? null : Number(every),
    overlap,
    timezone,
    newAddress,
  };
}

/** Lines as `customer = Account number`. */
function mapIn(text: string): Record<string, string> {
  const lines = text.split("\n").flatMap((line) => {
    const at = line.indexOf("=");
    return at < 1 ? [] : [[line.slice(0, at).trim(), line.slice(at + 1).trim()] as const];
  });
  return Object.fromEntries(lines);
}

/** A UUID; `crypto.randomUUID` is only there on https and localhost. */
function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const hex = Array.from(bytes, (byte, at) =>
    (at === 6 ? (byte & 15) | 64 : at === 8 ? (byte & 63) | 128 : byte).toString(16).padStart(2, "0"),
  );
  return [hex.slice(0, 4), hex.slice(4, 6), hex.slice(6, 8), hex.slice(8, 10), hex.slice(10)].map((part) => part.join("")).join("-");
}
