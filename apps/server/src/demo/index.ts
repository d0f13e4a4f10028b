import type { Slice } from "../platform/app.ts";
import { clearDemo } from "./clear-demo.ts";
import { getDemo } from "./get-demo.ts";
import { loadDemo } from "./load-demo.ts";

export const operations = [getDemo, loadDemo, clearDemo] as const;
export const demo = { name: "demo", operations, metrics: [], handlers: [] } satisfies Slice;
export { ensurePreview } from "./preview.ts";
