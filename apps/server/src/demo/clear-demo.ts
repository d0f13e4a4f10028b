import { z } from "zod";
import { work } from "../platform/operation.ts";
import { clearWorld, demoStateOf } from "./load.ts";
import { DemoState } from "./words.ts";

export const clearDemo = work({
  name: "demo.clear",
  method: "DELETE",
  path: "/demo",
  summary: "Remove the sample company: every row of it, and no other",
  permission: "demo:write",
  input: z.object({}),
  output: DemoState,
  async run(ctx) {
    await clearWorld(ctx, "sample");
    return demoStateOf(ctx);
  },
});
