import { z } from "zod";
import type { Connector, ConnectorId } from "./connector.ts";
import { isSecret } from "./connector.ts";
import { folder } from "./folder.ts";
import { mysql } from "./mysql.ts";
import { postgresql } from "./postgres.ts";
import { rest } from "./rest.ts";
import { WebhookSettings } from "./webhook-settings.ts";

const PULLING: readonly Connector[] = [folder, postgresql, mysql, rest];

/** What reads by itself; null for the one that is sent to. */
export function connectorOf(id: ConnectorId): Connector | null {
  return PULLING.find((one) => one.id === id) ?? null;
}

export function settingsOf(id: ConnectorId): z.ZodObject {
  return connectorOf(id)?.settings ?? WebhookSettings;
}

export function secretNames(id: ConnectorId): string[] {
  return Object.entries(settingsOf(id).shape).flatMap(([name, schema]) => (isSecret(schema as z.ZodType) ? [name] : []));
}

/** A setting as a form asks for it. */
export const SettingField = z
  .object({
    name: z.string(),
    type: z.enum(["text", "long", "number", "choice"]),
    secret: z.boolean(),
    required: z.boolean(),
    choices: z.array(z.string()),
    usual: z.string().nullable().describe("what stands where nothing is said"),
    hint: z.string().nullable(),
  })
  .meta({ id: "SettingField" });
type SettingField = z.infer<typeof SettingField>;

/** From here on a text is asked for in several lines. */
const LONG = 8000;

export function fieldsOf(id: ConnectorId): SettingField[] {
  const schema = settingsOf(id);
  const { properties = {} } = z.toJSONSchema(schema, { io: "output" });
  return Object.entries(schema.shape).map(([name, one]) => {
    const found = properties[name] as { type?: string; enum?: string[]; maxLength?: number; default?: unknown; description?: string };
    const numeric = found.type === "number" || found.type === "integer";
    return {
      name,
      type: found.enum !== undefined ? "choice" : numeric ? "number" : (found.maxLength ?? 0) >= LONG ? "long" : "text",
      secret: isSecret(one as z.ZodType),
      required: found.default === undefined,
      choices: found.enum ?? [],
      usual: found.default === undefined ? null : String(found.default),
      hint: found.description ?? null,
    };
  });
}
