import { choose, cumulate, logNormal, open, uniform } from "./draw.ts";
import type { Life } from "./life.ts";
import { SCOPE } from "./scope.ts";
import { CODE } from "./stage.ts";

const NEEDED = 0.24;
const ASKS_UP = 0.26;
const ASKS_UP_UNFREE = 0.64;
const DESK_SHARES = cumulate([0.55, 0.2, 0.25]);
const WAIT_SPREAD = 0.7;
const MINUTE = 1 / 1440;

interface RemedyWish {
  readonly ordinal: number;
  readonly failure: boolean;
  readonly team: number;
  readonly agent: number;
  readonly caseRef: number;
  /** Local day on which the work itself was done. */
  readonly done: number;
  readonly say: (day: number, activity: number) => number;
}

/** Makes good for a failure, where needed; an agent without the freedom to decide has to ask a desk first and wait. */
export function giveRemedy(life: Life, wish: RemedyWish): { readonly done: number; readonly approvalDays: number } {
  const { settings, rows, surveyDraws: draws } = life;
  if (!wish.failure) return { done: wish.done, approvalDays: 0 };
  open(draws, settings.seed, SCOPE.ticketRemedy, life.person.index, wish.ordinal);
  if (uniform(draws) >= NEEDED) return { done: wish.done, approvalDays: 0 };
  let done = wish.done + 2 * MINUTE;
  let approvalDays = 0;
  if (uniform(draws) < (wish.team === settings.lowFreedomTeam ? ASKS_UP_UNFREE : ASKS_UP)) {
    const desk = choose(draws, DESK_SHARES);
    approvalDays = logNormal(draws, settings.approvalDays[desk], WAIT_SPREAD);
    rows.desk[wish.say(done, CODE.approval_asked)] = desk;
    life.approvals.push({ caseRef: wish.caseRef, team: wish.team, agent: wish.agent, desk, asked: done, given: done + approvalDays });
    done += approvalDays;
    rows.desk[wish.say(done, CODE.approval_given)] = desk;
    done += 2 * MINUTE;
  }
  wish.say(done, CODE.remedy_given);
  return { done, approvalDays };
}
