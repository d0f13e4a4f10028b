import { z } from "zod";
import { CounterseatError } from "../../platform/errors.ts";
import { work, type WorkContext } from "../../platform/operation.ts";
import { doorOf } from "./door.ts";
import { groupBy } from "./group-by.ts";
import { LIMITS } from "./limits.ts";
import { messageIdOf } from "./message-id.ts";
import { isUnkept, Refusal } from "./refusal.ts";
import { type DeadLetterRow, readDeadLetters, removeDeadLetters, setReason } from "./store.ts";
import { type Coming, takeEvents } from "./take-events.ts";
import { DeadLetterChoice, type Receipt } from "./words.ts";

export const replayDeadLetters = work({
  name: "customer.replayDeadLetters",
  method: "POST",
  path: "/dead-letters/replay",
  summary: "Judge refused events again: the ones that are good now are taken, the others stay with their reason",
  permission: "customer:write",
  input: DeadLetterChoice,
  output: z.object({
    accepted: z.number().int(),
    known: z.number().int(),
    refused: z.number().int().describe("still refused, and still there"),
    position: z.number().int().nullable(),
  }),
  async run(ctx, choice) {
    assertChosen(choice);
    const told: Replayed = { accepted: 0, known: 0, refused: 0, position: null };
    let before: string | null = null;
    for (;;) {
      const rows = await readDeadLetters(ctx.db, { choice, now: ctx.clock(), before, limit: LIMITS.eventsPerRequest });
      for (const [source, ofSource] of groupBy(rows, (row) => row.source)) await replay(ctx, { source, rows: ofSource, told });
      before = rows.at(-1)?.id ?? null;
      if (rows.length < LIMITS.eventsPerRequest) return told;
    }
  },
});

type Replayed = { -readonly [K in "accepted" | "known" | "refused" | "position"]: Receipt[K] };

/** Events first, then their letters: a crash in between leaves letters whose events are known by their message id. */
async function replay(
  ctx: WorkContext,
  { source, rows, told }: { source: string; rows: readonly DeadLetterRow[]; told: Replayed },
): Promise<void> {
  const whole = rows.filter((row) => row.payload !== null);
  told.refused += rows.length - whole.length;
  const { verdicts, position } = await takeEvents(
    ctx,
    source,
    whole.map((row) => toComing(row, ctx.clock())),
  );
  if (position !== null) told.position = Math.max(told.position ?? 0, position);
  doorOf(ctx).tally.came(source, ctx.clock(), { mended: verdicts.filter((verdict) => verdict === "accepted").length });
  const gone: string[] = [];
  const changed: { id: string; reason: string; detail: string }[] = [];
  whole.forEach((row, i) => {
    const verdict = verdicts[i];
    if (verdict instanceof Refusal) {
      told.refused += 1;
      // Of who was forgotten meanwhile, or took consent back, nothing is kept.
      if (isUnkept(verdict)) gone.push(row.id);
      else if (verdict.reason !== row.reason || verdict.message !== row.detail)
        changed.push({ id: row.id, reason: verdict.reason, detail: verdict.message });
      return;
    }
    if (verdict === "known") told.known += 1;
    else told.accepted += 1;
    gone.push(row.id);
  });
  if (gone.length + changed.length === 0) return;
  await ctx.records.transaction(async (tx) => {
    if (gone.length > 0) await removeDeadLetters(tx, { ids: gone }, ctx.clock());
    for (const { id, ...why } of changed) await setReason(tx, id, why);
  });
}

/** As it came: by the same message id, and with the clocks of that time. Only what is too far ahead is held against now. */
function toComing(row: DeadLetterRow, now: number): Coming {
  const content = JSON.parse(row.payload ?? "null") as unknown;
  const { badId } = messageIdOf({ verb: row.verb, content, index: 0, key: null });
  return {
    told: { verb: row.verb, content, messageId: row.messageId, badId },
    arrival: { receivedAt: row.receivedAt.getTime(), now, sentAt: row.sentAt?.getTime() ?? Number.NaN },
  };
}

/** Everything at once has to be said, not left out by mistake. */
export function assertChosen(choice: DeadLetterChoice): void {
  if (choice.ids !== undefined || choice.source !== undefined || choice.reason !== undefined) return;
  throw new CounterseatError("invalid", "Nobody said which refused events are meant.", { fix: "Name `ids`, a `source` or a `reason`." });
}
