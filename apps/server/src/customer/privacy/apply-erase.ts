import { z } from "zod";
import { NOTHING_APPLIED } from "../../platform/events/contract.ts";
import type { Applier } from "../../platform/events/owner.ts";

/** The kind of log record that forgets a person. */
export const ERASE_RECORD = "erase";
/** The name under which the event side keeps what an erasure took out. */
export const erasureResult = (id: string) => `erase ${id}`;

export const ErasePayload = z.object({
  world: z.string(),
  names: z.array(z.string()),
  pattern: z.string().nullable(),
  tokens: z.array(z.string()),
  key: z.string(),
});
export const ErasedCounts = z.object({
  facts: z.number(),
  people: z.number(),
  links: z.number(),
  evidence: z.number(),
  refused: z.number(),
  messages: z.number(),
  words: z.number(),
  texts: z.number(),
  remaining: z.number(),
  imports: z.record(z.string(), z.object({ rows: z.number(), money: z.record(z.string(), z.number()), refusedRows: z.array(z.number()) })),
});

/** Takes a person out of the event store. Runs in the owner thread; whom it is about stands in the encrypted payload only. */
export const applyErase: Applier = async ({ apply, payload }) => {
  if (payload === null) throw new Error("the record says nobody");
  const erased = await apply.erase(ErasePayload.parse(JSON.parse(payload.toString())));
  if (erased.remaining > 0) throw new Error("rows that name the person are still there");
  return { ...NOTHING_APPLIED, erased };
};
