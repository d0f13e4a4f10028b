import { z } from "zod";
import { NOTHING_APPLIED } from "../../platform/events/contract.ts";
import type { Retire } from "../../platform/events/contract-retire.ts";
import type { Applier } from "../../platform/events/owner.ts";

/** The kind of log record that takes out what is past its time; it names sources and days, and nobody. */
export const RETIRE_RECORD = "retire";
/** The name under which the event side keeps what went. */
export const retirementResult = (id: string) => `retire ${id}`;

const counts = z.record(z.string(), z.number());
export const RetiredCounts = z.object({
  sources: counts,
  imports: z.record(z.string(), z.object({ rows: z.number(), money: counts, refusedRows: z.array(z.number()) })),
});

export const applyRetire: Applier = async ({ apply, record }) => {
  const asked = record.header.settings["asked"] as Retire; // written by carry-out.ts
  return { ...NOTHING_APPLIED, retired: await apply.retire(asked) };
};
