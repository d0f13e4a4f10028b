import { z } from "zod";
import { write } from "../platform/operation.ts";
import { load } from "./load.ts";

/** Small enough to be there in a moment, large enough that the sample's findings show. */
const PREVIEW = { seed: 7, scale: 0.1 };

/** Not in the table of operations: only the start of an empty installation calls it. */
export const loadPreview = write({
  name: "demo.loadPreview",
  method: "POST",
  path: "/demo/preview",
  summary: "Put the preview into an installation without a row",
  permission: "demo:write",
  input: z.object({}),
  output: z.object({}),
  async run(ctx) {
    await load(ctx, "preview", PREVIEW);
    return {};
  },
  async after(ctx, output, position) {
    await ctx.events.applied(position);
    return output;
  },
});
