import { z } from "zod";
import type { SignalHandler } from "../platform/signals.ts";
import { cellKey } from "./cell-key.ts";
import { removeLives, setLife } from "./store.ts";

/** What accountability tells of an action. Read by its shape: slices do not import each other. */
const Told = z.object({
  id: z.string(),
  title: z.string(),
  ownerId: z.string(),
  goalLine: z.number(),
  dueOn: z.string(),
  state: z.enum(["open", "done", "dropped"]),
});
const ActionSignal = z.object({
  cell: z.object({ stage: z.string(), channel: z.string().nullable(), segment: z.string().nullable() }),
  action: Told,
  current: Told.nullable(),
});

/** Owned while somebody works on it, acted on when they say it is done, only seen again when it was dropped. */
const LIFE = { open: "owned", done: "acted", dropped: "seen" } as const;

export const followAction: SignalHandler = {
  signal: "accountability.action-changed",
  name: "gap.follow-action",
  async handle(tx, signal) {
    const { cell, action, current } = ActionSignal.parse(signal.payload);
    const shown = current ?? action;
    await setLife(tx, signal.world, cellKey(cell), LIFE[shown.state], shown.state === "dropped" ? null : shown);
  },
};

export const forgetWorld: SignalHandler = {
  signal: "world.cleared",
  name: "gap.forget-world",
  handle: (tx, signal) => removeLives(tx, signal.world),
};
