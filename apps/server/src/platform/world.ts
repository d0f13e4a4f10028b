import { z } from "zod";

/**
 * Whose rows are meant: the company's own, the loaded sample company, or the small preview of the sample that an empty
 * install shows. Rows of different worlds never meet in one figure (docs/decisions/2026-11-22-worlds.md).
 */
export const World = z.enum(["own", "sample", "preview"]);
export type World = z.infer<typeof World>;
