import { type Filter, NOTHING_APPLIED } from "./contract.ts";
import type { Applier } from "./owner.ts";

/** Takes rows out again. It goes through the log, so that a replay ends in the same state. */
export const applyWithdraw: Applier = async ({ apply, record }) => {
  await apply.withdraw(record.header.settings["filter"] as Filter); // written by whoever withdraws, never by outsiders
  return NOTHING_APPLIED;
};
