import { choose, cumulate, newDraws, open } from "./draw.ts";
import type { Departed, Life } from "./life.ts";
import { REASON } from "./reason.ts";
import { SCOPE } from "./scope.ts";
import { APP, WEB } from "./segment.ts";

const OFFERS = cumulate([0.15, 0.35, 0.5]);
const SESSION = 300;

/** What somebody went through who asked to leave (§3.4): online two screens and nothing in the way, by phone or in a shop a person with offers. */
export interface CancelSession {
  readonly screens: number;
  readonly seconds: number;
  readonly offers: number;
  readonly humanRequired: boolean;
}

/** The session behind a departure; null where the company ended the contract itself. `nth` counts the person's departures. */
export function cancelSession({ settings, person }: Life, departed: Departed, nth: number): CancelSession | null {
  if (departed.reason === REASON.unpaid) return null;
  if (departed.channel === WEB || departed.channel === APP)
    return { screens: 2, seconds: departed.seconds, offers: 0, humanRequired: false };
  const draws = open(newDraws(), settings.seed, SCOPE.leaving, person.index, SESSION + nth);
  return { screens: 4, seconds: departed.seconds, offers: choose(draws, OFFERS), humanRequired: true };
}
