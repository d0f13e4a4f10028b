import type { App } from "../platform/app.ts";
import { SYSTEM } from "../platform/app.ts";
import { loadPreview } from "./load-preview.ts";

/** An installation without a row of anybody's gets a small sample to look at, in a world of its own. */
export async function ensurePreview(app: App): Promise<void> {
  const any = await app.events.countBy({ by: ["world"], filter: {}, use: "upkeep" });
  if (any.length === 0) await app.call(loadPreview, { actor: SYSTEM, world: "preview", input: {} });
}
