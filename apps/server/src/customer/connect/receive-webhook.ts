import { z } from "zod";
import { CounterseatError, notFound } from "../../platform/errors.ts";
import { hashToken } from "../../platform/one-time-token.ts";
import { ingest, type IngestContext } from "../../platform/operation.ts";
import { receiveEvents } from "../ingest/receive-events.ts";
import { Receipt } from "../ingest/words.ts";
import { settingsFor } from "./parse-settings.ts";
import { readDelivery } from "./read-delivery.ts";
import { assertSigned } from "./signature.ts";
import { changeConnection, type ConnectionRow, findByAddress, findConnection } from "./store.ts";
import { WebhookSettings } from "./webhook-settings.ts";

/** The note of the last delivery is for people; more often it would cost each delivery a write. */
const NOTED_EVERY_MS = 60_000;

export const receiveWebhook = ingest({
  name: "customer.receiveWebhook",
  method: "POST",
  path: "/hooks/{token}",
  summary: "Takes what another system sends to the address of a webhook connection; 200 once it is safely written down",
  permission: "ingest:write",
  input: z.object({ token: z.string() }),
  output: Receipt,
  async caller({ db }, { token }) {
    const row = await findByAddress(db, hashToken(token ?? ""));
    if (row === null) return null;
    return { kind: "key", id: row.id, name: row.name, may: ["ingest:write"], unit: null, source: row.source, session: null };
  },
  async run(ctx, body) {
    const row = await findConnection(ctx.db, ctx.actor.id);
    if (row === null) throw notFound("This connection");
    const { all } = await settingsFor(ctx, row);
    const settings = WebhookSettings.parse(all);
    try {
      assertSigned(body, settings, ctx.clock());
      const { source: _source, world: _world, ...params } = body.params; // the address speaks for its source, whatever else it says
      const receipt = await receiveEvents(ctx, { ...body, params }, (one) => readDelivery(one, settings));
      await note(ctx, row, null);
      return receipt;
    } catch (error) {
      if (error instanceof CounterseatError && (error.code === "invalid" || error.code === "unauthenticated")) await note(ctx, row, error);
      throw error;
    }
  },
});

/** How the last delivery went, written down when that changes, else now and then. */
async function note({ records, clock }: IngestContext, row: ConnectionRow, error: CounterseatError | null): Promise<void> {
  const now = clock();
  const same = (row.failure?.message ?? null) === (error?.message ?? null);
  if (same && row.endedAt !== null && now - row.endedAt.getTime() < NOTED_EVERY_MS) return;
  const failure = error === null ? null : { message: error.message, fix: error.fix ?? null };
  await records.transaction((tx) =>
    changeConnection(tx, row.id, {
      startedAt: new Date(now),
      endedAt: new Date(now),
      failure,
      failures: error === null ? 0 : row.failures + 1,
    }),
  );
}
