import { work } from "../platform/operation.ts";
import { demoStateOf, startLoading } from "./load.ts";
import { DemoInput, DemoState } from "./words.ts";

export const loadDemo = work({
  name: "demo.load",
  method: "POST",
  path: "/demo",
  summary: "Load the sample company beside your own rows; asked again, it replaces the sample",
  permission: "demo:write",
  input: DemoInput,
  output: DemoState,
  async run(ctx, input) {
    const state = await demoStateOf(ctx);
    if (state.loading !== null) return state;
    await startLoading(ctx, "sample", input);
    return demoStateOf(ctx);
  },
});
