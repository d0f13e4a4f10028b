import { z } from "zod";
import { read } from "../../platform/operation.ts";
import { fixOf } from "./refusal.ts";
import { countDeadLetters, type DeadLetterRow, readDeadLetters, readGone } from "./store.ts";
import { type DeadLetter, DeadLetterFilter, DeadLetterList, Reason } from "./words.ts";

export const listDeadLetters = read({
  name: "customer.listDeadLetters",
  method: "GET",
  path: "/dead-letters",
  summary: "Events that were refused, with the reason, and how many of each",
  permission: "customer:read",
  input: DeadLetterFilter.extend({ limit: z.coerce.number().int().min(1).max(500).default(50), before: z.uuid().optional() }),
  output: DeadLetterList,
  async run(ctx, { limit, before, ...choice }) {
    const now = ctx.clock();
    const rows = await readDeadLetters(ctx.db, { choice, now, before: before ?? null, limit: limit + 1 });
    const counts = await countDeadLetters(ctx.db, choice, now);
    const shown = rows.slice(0, limit);
    return {
      total: counts.reduce((sum, row) => sum + row.count, 0),
      counts: counts.map((row) => ({ ...row, reason: Reason.parse(row.reason) })),
      gone: await readGone(ctx.db, choice.source),
      letters: shown.map(toLetter),
      next: rows.length > limit ? (shown.at(-1)?.id ?? null) : null,
    };
  },
});

export function toLetter(row: DeadLetterRow): z.infer<typeof DeadLetter> {
  const { sentAt: _sentAt, receivedAt, ...rest } = row;
  const reason = Reason.parse(row.reason);
  return { ...rest, reason, fix: fixOf(reason), receivedAt: receivedAt.toISOString() };
}
