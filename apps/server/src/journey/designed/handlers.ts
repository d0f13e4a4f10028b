import { z } from "zod";
import type { SignalHandler } from "../../platform/signals.ts";
import { contentOf } from "./design-content.ts";
import { addVersion, removeDesigns } from "./store.ts";
import { DesignedStep } from "./words.ts";

/** What whoever loads a sample company tells of its designed journeys. Read by its shape: slices do not import each other. */
const Loaded = z.object({
  designs: z
    .array(z.object({ id: z.string(), name: z.string(), by: z.string(), at: z.number(), steps: z.array(DesignedStep) }))
    .default([]),
});

export const takeDesigns: SignalHandler = {
  signal: "world.loaded",
  name: "journey.take-designs",
  async handle(tx, { world, payload }) {
    for (const { id, name, by, at, steps } of Loaded.parse(payload).designs) {
      const content = contentOf({ name, steps }, { steps: [] });
      await addVersion(tx, { world, id, version: 1, removed: false, content, by, changedAt: new Date(at) });
    }
  },
};

export const forgetDesigns: SignalHandler = {
  signal: "world.cleared",
  name: "journey.forget-designs",
  handle: (tx, signal) => removeDesigns(tx, signal.world),
};
