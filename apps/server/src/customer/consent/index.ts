import type { WorkContext } from "../../platform/operation.ts";
import { doorOf } from "../ingest/index.ts";
import { getConsents } from "./get-consents.ts";
import { listPurposes } from "./list-purposes.ts";
import { putPurposes } from "./put-purposes.ts";
import { tellConsent } from "./tell-consent.ts";

/** What rows are used for, and what customers agreed to. */
export const consentOperations = [listPurposes, putPurposes, getConsents, tellConsent] as const;

/** Files and undone imports say things of consent that the door did not see. */
export function keepConsents(ctx: WorkContext): void {
  const { consents } = doorOf(ctx);
  ctx.events.onApplied((name) => {
    if (name !== null) consents.forget();
  });
}
