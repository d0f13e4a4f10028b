import { below, type Draws, uniform } from "../draw.ts";
import { DE } from "./de.ts";
import { EN } from "./en.ts";
import { FR } from "./fr.ts";
import type { Phrases, Polarity, Theme } from "./theme.ts";

const BY_LANGUAGE: readonly Phrases[] = [EN, DE, FR];
const OPENED = 0.35;
const WITH_CONSEQUENCE = 0.3;
const CLOSED = 0.35;
const MIXED = 0.12;
const SLIPPED = 0.03;
const IRONIC = 0.015;
const WITH_ADDRESS = 0.05;
const LONGEST_IN_HOURS = 1;
const COSTS_TIME: ReadonlySet<Theme> = new Set(["missed_appointment", "install_wait", "repair_speed", "wifi_box"]);

/** What a comment may speak of, all from the person's own events. `language` is a place in `LANGUAGES`; `waited` in days, `cents` a month. */
export interface CommentFacts {
  readonly language: number;
  readonly waited: number;
  readonly times: number;
  readonly town: string;
  readonly crew: string;
  /** Full hour at which the agreed window began. */
  readonly windowFrom: number;
  readonly cents: number;
}

/** One comment in the person's language: opener? + fact + consequence? + closer?. */
export function writeComment(theme: Theme, polarity: Polarity, facts: CommentFacts, draws: Draws): string {
  const phrases = BY_LANGUAGE[facts.language];
  const patterns = phrases[polarity][theme] ?? phrases[polarity].general ?? [];
  const negative = polarity === "negative";
  const opposite: Polarity = negative ? "positive" : "negative";
  const ironic = uniform(draws) < IRONIC && negative;
  const opened = uniform(draws) < OPENED;
  const mixed = uniform(draws) < MIXED;
  const opener = ironic ? one(phrases.ironies, draws) : one(phrases.openers[polarity], draws);
  const fact = fill(one(patterns, draws), phrases, facts, draws);
  const consequence = fill(one(phrases.consequences, draws), phrases, facts, draws);
  const withConsequence = uniform(draws) < WITH_CONSEQUENCE && negative && COSTS_TIME.has(theme);
  const closed = uniform(draws) < CLOSED || mixed;
  const closer = one(phrases.closers[mixed ? opposite : polarity], draws);
  const slipAt = uniform(draws);
  const slipped = uniform(draws) < SLIPPED;
  const parts = [
    ironic || opened ? opener : "",
    slipped ? slip(fact, slipAt) : fact,
    withConsequence ? consequence : "",
    closed ? closer : "",
  ];
  if (uniform(draws) < WITH_ADDRESS) parts.push(phrases.reachMe(inventedAddress(draws)));
  return parts.filter((part) => part !== "").join(" ");
}

/** A line of thanks to a team, in the person's language. */
export function writeThanks(language: number, team: string): string {
  return BY_LANGUAGE[language].thanks(team);
}

function one(list: readonly string[], draws: Draws): string {
  return list[below(draws, list.length)];
}

function fill(pattern: string, phrases: Phrases, facts: CommentFacts, draws: Draws): string {
  const device = one(phrases.devices, draws);
  const hours = Math.max(1, Math.round(facts.waited * 24));
  const slots: Readonly<Record<string, string>> = {
    wait: facts.waited < LONGEST_IN_HOURS ? phrases.hours(hours) : phrases.days(Math.round(facts.waited)),
    times: phrases.times(Math.max(1, facts.times)),
    town: facts.town,
    crew: facts.crew,
    window: phrases.window(facts.windowFrom),
    amount: money(facts.cents, facts.language),
    device,
  };
  const filled = pattern.replace(/\{(\w+)\}/g, (_, slot: string) => slots[slot] ?? "");
  return filled.charAt(0).toUpperCase() + filled.slice(1);
}

// By hand, since the host's locale tables differ from machine to machine.
function money(cents: number, language: number): string {
  const whole = Math.floor(cents / 100);
  const rest = cents % 100;
  const digits = rest === 0 ? "" : `${language === 0 ? "." : ","}${String(rest).padStart(2, "0")}`;
  return language === 0 ? `€${whole}${digits}` : `${whole}${digits} €`;
}

function slip(text: string, u: number): string {
  const at = 1 + Math.floor(u * Math.max(1, text.length - 3));
  return text.slice(0, at) + text.charAt(at + 1) + text.charAt(at) + text.slice(at + 2);
}

// Nobody can be reached: .example is reserved and +999 is no country.
function inventedAddress(draws: Draws): string {
  const digits = Array.from({ length: 9 }, () => below(draws, 10)).join("");
  return uniform(draws) < 0.5
    ? `reader${digits.slice(0, 4)}@mail.example`
    : `+999 ${digits.slice(0, 3)} ${digits.slice(3, 6)} ${digits.slice(6)}`;
}
