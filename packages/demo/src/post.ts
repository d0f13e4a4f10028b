import { below, choose, cumulate, logNormal, newDraws, open, uniform } from "./draw.ts";
import { identityOf, plainLetters } from "./identity.ts";
import type { Life } from "./life.ts";
import type { Said } from "./response-rows.ts";
import { SCOPE } from "./scope.ts";
import { writeComment } from "./words/comment.ts";
import { factsOf, perhapsRising } from "./words/survey-comment.ts";

const POSTING = 0.115;
const PRAISING = 0.12;
const STARS = cumulate([0.55, 0.25, 0.12, 0.05, 0.03]);
const KNOWN_AUTHOR = 0.4;
const WITH_EMOJI = 0.04;
const HOUR = 1 / 24;
const LOW_STARS = 2;

/** A public review; times in local days of the record. */
export interface Post {
  readonly day: number;
  readonly stars: number;
  readonly text: string;
  readonly said: Said;
  readonly author: string;
  /** Whether the author's name leads to a customer. */
  readonly known: boolean;
  readonly answeredDay: number;
}

/** The public review that one person in nine writes (§3.6); null for the others. */
export function postOf(life: Life): Post | null {
  const { person, settings, calendar } = life;
  const draws = open(newDraws(), settings.seed, SCOPE.post, person.index, 0);
  if (uniform(draws) >= POSTING || life.terms.length === 0) return null;
  const praising = uniform(draws) < PRAISING;
  const drawn = 1 + choose(draws, STARS);
  const stars = praising ? 5 - (uniform(draws) < 0.3 ? 1 : 0) : drawn;
  const from = life.terms[0].from / 1440;
  const day = from + (calendar.days - from) * uniform(draws);
  const waited = logNormal(draws, stars <= LOW_STARS ? 30 * HOUR : 60 * HOUR, 0.9);
  const known = uniform(draws) < KNOWN_AUTHOR;
  const nobody = `harbour_reader${below(draws, 100_000)}`;
  const emoji = uniform(draws) < WITH_EMOJI;
  const said = perhapsRising(life, day, themeOf(life, stars), draws);
  const words = writeComment(
    said.theme,
    said.polarity,
    factsOf(life, day, life.tale === null ? 2 : life.tale.days, Math.max(1, life.tickets)),
    draws,
  );
  const identity = known ? identityOf(person, { settings, calendar, draws }) : null;
  return {
    day,
    stars,
    text: emoji ? `${words} ${said.polarity === "positive" ? "😊" : "😡"}` : words,
    said,
    author: identity === null ? nobody : plainLetters(`${identity.given}.${identity.family}`).toLowerCase(),
    known,
    answeredDay: day + waited,
  };
}

function themeOf({ tale, slowDay, person }: Life, stars: number): Said {
  if (stars >= 4) return { theme: "friendly", polarity: "positive" };
  if (tale !== null && tale.misses > 0) return { theme: "missed_appointment", polarity: "negative" };
  if (tale !== null && tale.bad) return { theme: "install_wait", polarity: "negative" };
  if (slowDay > -Infinity) return { theme: "repair_speed", polarity: "negative" };
  return { theme: person.index % 3 === 0 ? "price" : "general", polarity: "negative" };
}
