import { calendarOf } from "./calendar.ts";
import { newDraws } from "./draw.ts";
import { orderTale } from "./order-tale.ts";
import { personOf } from "./person.ts";
import type { Settings } from "./settings.ts";
import { INSTALL_GOODWILL, INSTALL_LOW, INSTALL_LOW_SHIFT, INSTALL_NOISE, installAnswerShare, installLost } from "./survey-install.ts";
import { wholeShares } from "./whole-score.ts";

// Reference persons of a company that nobody generates: the integral is over the parameters, not over rows. The seed is one whose
// story mean agrees with that of 36 such sets to 0.06 points.
const REFERENCE_SEED = 4_000_000_013;
const REFERENCE_PERSONS = 24_000;
const BIN = 0.1;
const ANSWER_DAYS = 3;
const SPREAD = Math.hypot(INSTALL_GOODWILL, INSTALL_NOISE);

/** How often each loss (in bins of 0.1 score points) comes with each probability to answer. */
type LostShares = ReadonlyMap<number, Float64Array>;

/** Distribution of what installations lose in score, over reference persons under these settings. */
export function lostShares(settings: Settings): LostShares {
  const calendar = calendarOf();
  const draws = newDraws();
  const shares = new Map<number, Float64Array>();
  const reference: Settings = { ...settings, seed: REFERENCE_SEED };
  for (let index = 0; index < REFERENCE_PERSONS; index++) {
    const person = personOf(index, reference, calendar, draws);
    if (person.base) continue;
    const tale = orderTale(person, reference, calendar, draws);
    if (tale.done + ANSWER_DAYS >= calendar.days) continue;
    const answers = installAnswerShare(person.segment);
    const bins = shares.get(answers) ?? new Float64Array(400);
    shares.set(answers, bins);
    bins[Math.min(bins.length - 1, Math.round(installLost(tale) / BIN))] += 1;
  }
  return shares;
}

/** What answering customers say of their installation on average, 0–100: rounded, clipped, and the disappointed answering more. */
export function answeredInstall(lost: LostShares, intercept: number, terms: number): number {
  let weight = 0;
  let sum = 0;
  for (const [answers, bins] of lost) {
    bins.forEach((count, bin) => {
      if (count === 0) return;
      wholeShares(intercept - terms * bin * BIN, SPREAD).forEach((share, score) => {
        const answered = count * share * (answers + (score <= INSTALL_LOW ? INSTALL_LOW_SHIFT : 0));
        weight += answered;
        sum += answered * score;
      });
    });
  }
  return (10 * sum) / weight;
}
