import type { Events } from "../../platform/events/client.ts";
import type { Log } from "../../platform/log.ts";
import type { Records } from "../../platform/records/contract.ts";
import { type ConsentGuard, createConsentGuard } from "../consent/consent-guard.ts";
import { createPlans, type Plans } from "../tracking/plans.ts";
import { createTally, type Tally } from "../tracking/tally.ts";
import { type CompanyLists, createCompanyLists } from "./company-lists.ts";
import { createDeadLetters, type DeadLetters } from "./keep-dead-letters.ts";
import { createIdNews, type IdNews } from "./id-news.ts";
import { createKeys, type Keys } from "./keys.ts";
import { createNameGuard, type NameGuard } from "./name-guard.ts";

/** What the door for events remembers between requests. */
export interface Door {
  readonly consents: ConsentGuard;
  readonly keys: Keys;
  readonly lists: CompanyLists;
  readonly names: NameGuard;
  readonly ids: IdNews;
  readonly deadLetters: DeadLetters;
  readonly plans: Plans;
  readonly tally: Tally;
}

/** One per open record store: operations are values and hold nothing themselves. */
const doors = new WeakMap<Records, Door>();

type Around = { records: Records; events: Events; clock: () => number; log: Log };

export function doorOf({ records, events, clock, log }: Around): Door {
  let door = doors.get(records);
  if (door === undefined) {
    door = {
      consents: createConsentGuard({ records, events, clock }),
      keys: createKeys({ records, clock }),
      lists: createCompanyLists(records, clock),
      names: createNameGuard(),
      ids: createIdNews(),
      deadLetters: createDeadLetters(records),
      plans: createPlans(records, clock),
      tally: createTally({ records, log }),
    };
    doors.set(records, door);
  }
  return door;
}
