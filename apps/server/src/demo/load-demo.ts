import { write } from "../platform/operation.ts";
import { demoStateOf, load } from "./load.ts";
import { DemoInput, DemoState } from "./words.ts";

export const loadDemo = write({
  name: "demo.load",
  method: "POST",
  path: "/demo",
  summary: "Load the sample company beside your own rows; asked again, it replaces the sample",
  permission: "demo:write",
  input: DemoInput,
  output: DemoState,
  prepare: (ctx) => demoStateOf(ctx),
  async run(ctx, input, state) {
    if (state.loading !== null) return state;
    await load(ctx, "sample", input);
    return { loaded: false, loading: { done: 0, total: 1, label: "rows" }, seed: input.seed, scale: input.scale, counts: {} };
  },
  after: (ctx) => demoStateOf(ctx),
});
