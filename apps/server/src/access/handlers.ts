import type { Emit, SignalHandler } from "../platform/signals.ts";
import { signInsChanged } from "../platform/sign-in-changes.ts";

const CHANGED = "access.changed";

/** Says, once the change is committed, that whoever was looked up before has to be looked up anew. */
export function changedSignIns(emit: Emit): Promise<void> {
  return emit(CHANGED, {});
}

export const handlers: readonly SignalHandler[] = [
  {
    signal: CHANGED,
    name: "access.forget-sign-ins",
    handle: () => {
      signInsChanged();
      return Promise.resolve();
    },
  },
];
