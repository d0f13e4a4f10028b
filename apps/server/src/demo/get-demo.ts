import { z } from "zod";
import { read } from "../platform/operation.ts";
import { demoStateOf } from "./load.ts";
import { DemoState } from "./words.ts";

export const getDemo = read({
  name: "demo.getState",
  method: "GET",
  path: "/demo",
  summary: "Whether the sample company is loaded, and how far loading is",
  permission: "demo:read",
  reach: "organisation",
  input: z.object({}),
  output: DemoState,
  run: (ctx) => demoStateOf(ctx),
});
