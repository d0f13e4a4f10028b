import type { Slice } from "../platform/app.ts";
import type { SignalHandler } from "../platform/signals.ts";
import { createAction } from "./create-action.ts";
import { listActions } from "./list-actions.ts";
import { removeActions } from "./store.ts";
import { updateAction } from "./update-action.ts";

const forgetWorld: SignalHandler = {
  signal: "world.cleared",
  name: "accountability.forget-world",
  handle: (tx, signal) => removeActions(tx, signal.world),
};

export const operations = [listActions, createAction, updateAction] as const;
export const accountability = { name: "accountability", operations, metrics: [], handlers: [forgetWorld] } satisfies Slice;
