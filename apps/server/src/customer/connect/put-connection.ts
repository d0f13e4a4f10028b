import { z } from "zod";
import { CounterseatError } from "../../platform/errors.ts";
import { ConnectionId } from "../../platform/ids.ts";
import { newToken } from "../../platform/one-time-token.ts";
import { write } from "../../platform/operation.ts";
import { zoneToUtc } from "../reading/time-zone.ts";
import { ReadingError } from "../reading/index.ts";
import { parseSettings } from "./parse-settings.ts";
import { runningOf } from "./running.ts";
import { seal } from "./seal.ts";
import { type ConnectionRow, findConnection, saveConnection, toConnections } from "./store.ts";
import { Connection, ConnectionInput } from "./words.ts";

/** Addresses events are sent to begin so, which lets secret scanners find one that was published. */
export const HOOK_PREFIX = "chook_";

export const putConnection = write({
  name: "customer.putConnection",
  method: "PUT",
  path: "/connections/{id}",
  summary: "Add a connection, or change it; a webhook's address is shown this once",
  permission: "customer:write",
  input: ConnectionInput.extend({
    id: ConnectionId.describe("chosen by who adds it"),
    newAddress: z.boolean().default(false).describe("for a webhook: a new address, the old one stops working"),
  }),
  output: Connection.extend({ address: z.string().nullable().describe("path of the address to send to, shown this once") }),
  keep: (output) => ({ ...output, address: null }), // a secret is shown once, and kept nowhere
  async current(ctx, { id }) {
    const row = await findConnection(ctx.tx, id);
    return row === null ? null : ((await toConnections(ctx.tx, [row], new Set()))[0] ?? null);
  },
  async prepare(ctx, input) {
    const before = await findConnection(ctx.db, input.id);
    if (input.connector !== "webhook" && input.as === undefined)
      throw new CounterseatError("invalid", "Nobody said what kind of rows these are.", {
        fix: "Set `as`.",
        errors: [{ path: "as", message: "needed" }],
      });
    if (input.timezone !== null) assertZone(input.timezone);
    const { open, secrets } = await parseSettings({ db: ctx.db }, input, before?.connector === input.connector ? before : null);
    return { open, sealed: await seal({ db: ctx.db }, input.id, secrets), seen: before?.changedAt.getTime() ?? null };
  },
  async run(ctx, input, { open, sealed, seen }) {
    const before = await findConnection(ctx.tx, input.id);
    // The secrets that are kept were read before the transaction opened.
    if ((before?.changedAt.getTime() ?? null) !== seen)
      throw new CounterseatError("conflict", "Somebody changed this connection at the same moment.", { fix: "Try again." });
    const receives = input.connector === "webhook";
    const address = receives && (before?.addressHash == null || input.newAddress) ? newToken(HOOK_PREFIX) : null;
    const now = new Date(Math.max(ctx.clock(), (seen ?? 0) + 1));
    const said: Pick<ConnectionRow, "connector" | "settings" | "source" | "kind" | "map" | "timezone" | "overlap"> = {
      connector: input.connector,
      settings: open,
      source: input.source,
      kind: receives ? null : (input.as ?? null),
      map: input.map,
      timezone: input.timezone,
      overlap: input.overlap,
    };
    const same = before !== null && sameReading(before, said);
    const row: ConnectionRow = {
      ...(before ?? { ...FRESH, id: input.id }),
      ...said,
      name: input.name,
      sealed,
      addressHash: receives ? (address?.hash ?? before?.addressHash ?? null) : null,
      everyMinutes: receives ? null : input.everyMinutes,
      nextAt: receives || input.everyMinutes === null ? null : now,
      changedAt: now,
      // Read otherwise, it is another source: it begins from the start, and what is known stays known.
      ...(same ? {} : { cursor: null }),
    };
    await saveConnection(ctx.tx, row);
    const [shown] = await toConnections(ctx.tx, [row], runningOf(ctx.tx));
    if (shown === undefined) throw new Error("a connection vanished while it was saved");
    return { ...shown, address: address === null ? null : `/api/v1/hooks/${address.token}` };
  },
  subject: (input) => input.id,
});

const FRESH: Omit<ConnectionRow, "id" | "name" | "source" | "connector" | "settings" | "map" | "overlap" | "changedAt"> = {
  world: "own",
  sealed: null,
  addressHash: null,
  kind: null,
  timezone: null,
  everyMinutes: null,
  cursor: null,
  underWay: null,
  startedAt: null,
  endedAt: null,
  imports: [],
  failure: null,
  failures: 0,
  nextAt: null,
};

/** Secrets, name and schedule may change without reading anew. */
function sameReading(
  before: ConnectionRow,
  said: Pick<ConnectionRow, "connector" | "settings" | "source" | "kind" | "map" | "timezone" | "overlap">,
): boolean {
  const of = ({ connector, settings, source, kind, map, timezone, overlap }: typeof said) =>
    JSON.stringify([connector, sorted(settings), source, kind, sorted(map), timezone, overlap]);
  return of(before) === of(said);
}

const sorted = (object: Readonly<Record<string, unknown>>) => Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1));

function assertZone(zone: string): void {
  try {
    zoneToUtc(zone);
  } catch (error) {
    if (error instanceof ReadingError) throw new CounterseatError("invalid", error.message, { fix: error.fix });
    throw error;
  }
}
