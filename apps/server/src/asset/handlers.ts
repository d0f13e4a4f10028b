import { z } from "zod";
import type { SignalHandler } from "../platform/signals.ts";
import { putGoal, removeGoals } from "./store.ts";
import { GoalLine } from "./words.ts";

/** What whoever loads a sample company tells of its goals. Read by its shape: slices do not import each other. */
const Loaded = z.object({ goals: z.array(GoalLine).default([]) });

export const takeGoals: SignalHandler = {
  signal: "world.loaded",
  name: "asset.take-goals",
  async handle(tx, signal) {
    for (const goal of Loaded.parse(signal.payload).goals) await putGoal(tx, signal.world, goal);
  },
};

export const forgetWorld: SignalHandler = {
  signal: "world.cleared",
  name: "asset.forget-world",
  handle: (tx, signal) => removeGoals(tx, signal.world),
};
