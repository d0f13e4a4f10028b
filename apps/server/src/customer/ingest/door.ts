import type { Log } from "../../platform/log.ts";
import type { Records } from "../../platform/records/contract.ts";
import { createPlans, type Plans } from "../tracking/plans.ts";
import { createTally, type Tally } from "../tracking/tally.ts";
import { type CompanyLists, createCompanyLists } from "./company-lists.ts";
import { createDeadLetters, type DeadLetters } from "./keep-dead-letters.ts";
import { createKeys, type Keys } from "./keys.ts";
import { createNameGuard, type NameGuard } from "./name-guard.ts";

/** What the door for events remembers between requests. */
export interface Door {
  readonly keys: Keys;
  readonly lists: CompanyLists;
  readonly names: NameGuard;
  readonly deadLetters: DeadLetters;
  readonly plans: Plans;
  readonly tally: Tally;
}

/** One per open record store: operations are values and hold nothing themselves. */
const doors = new WeakMap<Records, Door>();

export function doorOf({ records, clock, log }: { records: Records; clock: () => number; log: Log }): Door {
  let door = doors.get(records);
  if (door === undefined) {
    door = {
      keys: createKeys({ records, clock }),
      lists: createCompanyLists(records, clock),
      names: createNameGuard(),
      deadLetters: createDeadLetters(records),
      plans: createPlans(records, clock),
      tally: createTally({ records, log }),
    };
    doors.set(records, door);
  }
  return door;
}
