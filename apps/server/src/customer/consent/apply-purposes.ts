import { NOTHING_APPLIED } from "../../platform/events/contract.ts";
import type { PurposeRule } from "../../platform/events/contract-consents.ts";
import type { Applier } from "../../platform/events/owner.ts";

/** The kind of log record that says what purposes mean for the rows; it names nobody. */
export const PURPOSES_RECORD = "purposes";

export const applyPurposes: Applier = async ({ apply, record }) => {
  const { world, rules } = record.header.settings as { world: string; rules: readonly PurposeRule[] }; // written by put-purposes.ts
  await apply.purposes(world, rules);
  return NOTHING_APPLIED;
};
