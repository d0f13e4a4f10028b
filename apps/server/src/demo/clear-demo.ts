import { z } from "zod";
import { write } from "../platform/operation.ts";
import { clear, demoStateOf } from "./load.ts";
import { DemoState } from "./words.ts";

export const clearDemo = write({
  name: "demo.clear",
  method: "DELETE",
  path: "/demo",
  summary: "Remove the sample company: every row of it, and no other",
  permission: "demo:write",
  input: z.object({}),
  output: DemoState,
  async run(ctx) {
    await clear(ctx, "sample");
    return { loaded: false, loading: null, seed: null, scale: null, counts: {} };
  },
  async after(ctx, _output, position) {
    await ctx.events.applied(position);
    return demoStateOf(ctx);
  },
});
