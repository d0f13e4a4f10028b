import type { Records } from "../../platform/records/contract.ts";
import { type CompiledPlan, compilePlan } from "./compile-plan.ts";
import { listPlanRows, toPlan } from "./store.ts";

/** The plans of all sources, ready to be held against events. */
export interface Plans {
  /** Null where nothing is expected of a source. */
  of(source: string): Promise<CompiledPlan | null>;
  /** One was changed: they are read again before the next event is judged. */
  forget(): void;
}

/** Whoever changes a plan says so; where that does not come through, it holds after this time. */
const FRESH_MS = 5_000;

export function createPlans(records: Records, clock: () => number): Plans {
  let reading: { at: number; plans: Promise<ReadonlyMap<string, CompiledPlan | null>> } | null = null;
  async function load(): Promise<ReadonlyMap<string, CompiledPlan | null>> {
    return new Map((await listPlanRows(records.db)).map((row) => [row.source, compilePlan(toPlan(row))]));
  }
  return {
    async of(source) {
      if (reading === null || clock() - reading.at >= FRESH_MS) reading = { at: clock(), plans: load() };
      const mine = reading;
      try {
        return (await mine.plans).get(source) ?? null;
      } catch (error) {
        if (reading === mine) reading = null; // a failure is read again
        throw error;
      }
    },
    forget() {
      reading = null;
    },
  };
}
