import { z } from "zod";
import { CounterseatError, notFound } from "../../platform/errors.ts";
import { ConnectionId } from "../../platform/ids.ts";
import { work } from "../../platform/operation.ts";
import { personal } from "../../platform/personal.ts";
import { connectorOf } from "./connectors.ts";
import { parseSettings } from "./parse-settings.ts";
import { reachOf } from "./reach.ts";
import { toFailure, without } from "./schedule.ts";
import { findConnection } from "./store.ts";
import { ConnectionInput } from "./words.ts";

export const testConnection = work({
  name: "customer.testConnection",
  method: "POST",
  path: "/connections/test",
  summary: "Try settings out: the first rows, or what to correct; nothing is kept",
  permission: "customer:write",
  input: ConnectionInput.pick({ connector: true, settings: true }).extend({
    id: ConnectionId.optional().describe("of a connection whose secrets are used where none is entered"),
  }),
  output: z.object({
    columns: z.array(z.string()),
    rows: personal(z.array(z.array(z.string()))),
    note: z.string().nullable(),
  }),
  async run(ctx, input) {
    const kept = input.id === undefined ? null : await findConnection(ctx.db, input.id);
    if (input.id !== undefined && kept === null) throw notFound("This connection");
    const { open, secrets } = await parseSettings({ db: ctx.db }, input, kept?.connector === input.connector ? kept : null);
    const connector = connectorOf(input.connector);
    if (connector === null) return { columns: [], rows: [], note: "It is tried by sending an event to its address, once it is saved." };
    const hidden = Object.values(secrets);
    try {
      const found = await connector.test(reachOf(ctx), connector.settings.parse({ ...open, ...secrets }));
      return {
        columns: found.columns.map((name) => without(hidden, name)),
        rows: found.rows.map((row) => row.map((cell) => without(hidden, cell))),
        note: found.note,
      };
    } catch (error) {
      const { message, fix } = toFailure(error, hidden, ctx.log);
      throw new CounterseatError(error instanceof CounterseatError ? error.code : "internal", message, fix === null ? {} : { fix });
    }
  },
});
