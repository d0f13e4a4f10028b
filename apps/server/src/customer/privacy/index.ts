import { CounterseatError } from "../../platform/errors.ts";
import type { WorkContext } from "../../platform/operation.ts";
import { tryErasures } from "./carry-out.ts";
import { eraseCustomer } from "./erase-customer.ts";
import { exportSubject } from "./export-subject.ts";
import { downloadErasure, listErasures } from "./list-erasures.ts";
import { previewErasure } from "./preview-erasure.ts";
import { replayRegister } from "./replay-register.ts";
import { unfinishedErasures } from "./store.ts";

/** Forgetting people, and proving it. */
export const privacyOperations = [exportSubject, previewErasure, eraseCustomer, listErasures, downloadErasure] as const;

/** Before anything is served: a restored backup forgets again who was forgotten since, and what a crash cut off is finished. */
export async function finishErasures(ctx: WorkContext): Promise<void> {
  await replayRegister(ctx);
  await tryErasures(ctx);
  if ((await unfinishedErasures(ctx.db)).some(({ state }) => state !== "records"))
    throw new CounterseatError("internal", "Somebody who asked to be forgotten could not be taken out of the stores yet.", {
      fix: "Look at the lines above, free space on the disk of the data directory, and start again.",
    });
}

export { tryErasures };
