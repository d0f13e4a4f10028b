import { CAUSE, needsRepair } from "../cause.ts";
import { type Draws, newDraws, open, uniform } from "../draw.ts";
import type { Life } from "../life.ts";
import type { OrderTale } from "../order-tale.ts";
import { monthlyCents } from "../plan.ts";
import { REASON } from "../reason.ts";
import { EXIT_SURVEY, INSTALL_SURVEY, RELATIONSHIP_SURVEY, type Said, TICKET_SURVEY } from "../response-rows.ts";
import { SCOPE } from "../scope.ts";
import type { TicketOutcome } from "../survey-ticket.ts";
import { monthOf } from "../calendar.ts";
import { FIRST_CARE_TEAM, UNITS } from "../unit.ts";
import { type CommentFacts, writeComment, writeThanks } from "./comment.ts";
import { CREW_NAMES, type Theme, TOWNS } from "./theme.ts";

const RISING_BEFORE = 0.018;
const RISING_AFTER = 0.1;
const RELEASE_DAY = 5;
const PRAISES_TEAM = 0.4;
const LONG_WAIT = 12;
const CONTENT = 6;
const PROMOTER = 9;
const DETRACTOR = 6;
const SUPPORT = 4;
const USE = 3;
const BILL = 5;
const RENEW = 6;

// Home stage of what a relationship comment speaks of, so that it stands beside the answer about that stage.
const STAGE_OF: Readonly<Partial<Record<Theme, number>>> = { repair_speed: SUPPORT, friendly: SUPPORT, price: RENEW, invoice_format: BILL };

/** A comment and what it says. */
export interface Comment extends Said {
  readonly text: string;
}

function openWords(life: Life, survey: number, sub: number): Draws {
  return open(newDraws(), life.settings.seed, SCOPE.words + survey, life.person.index, sub);
}

/** The theme everybody complains about after a release takes the place of some other complaint; the box does so a little at all times. */
export function perhapsRising(life: Life, day: number, otherwise: Said, draws: Draws): Said {
  const { risingTheme } = life.settings;
  const { monthStart } = life.calendar;
  const u = uniform(draws);
  const released = risingTheme !== null && day >= monthStart[risingTheme.month] + RELEASE_DAY;
  const share = released ? RISING_AFTER : RISING_BEFORE;
  if (u < share) return { theme: risingTheme === null ? "wifi_box" : risingTheme.theme, polarity: "negative" };
  if (risingTheme !== null && risingTheme.theme !== "wifi_box" && u < share + RISING_BEFORE)
    return { theme: "wifi_box", polarity: "negative" };
  return otherwise;
}

export function factsOf(life: Life, day: number, waited: number, times: number): CommentFacts {
  const { person, contract, tale, calendar, settings } = life;
  const towns = TOWNS[person.region];
  const firstVisit = tale === null ? 0 : tale.visits[0];
  return {
    language: person.language,
    waited,
    times,
    town: towns[person.cabinet % towns.length],
    crew: CREW_NAMES[tale === null ? 0 : tale.crew],
    windowFrom: Math.floor((firstVisit - Math.floor(firstVisit)) * 24),
    cents: monthlyCents(contract, Math.max(1, Math.min(24, monthOf(calendar, day))), settings.priceRise),
  };
}

export function installComment(life: Life, tale: OrderTale, score: number, day: number): Comment {
  const draws = openWords(life, INSTALL_SURVEY, 0);
  const waitedLong = tale.returned.length > 0 || tale.days > LONG_WAIT;
  const said: Said =
    tale.misses > 0
      ? { theme: "missed_appointment", polarity: "negative" }
      : waitedLong
        ? { theme: "install_wait", polarity: "negative" }
        : score >= 5
          ? { theme: "friendly", polarity: "positive" }
          : { theme: "general", polarity: "negative" };
  const { theme, polarity } = perhapsRising(life, day, said, draws);
  return { theme, polarity, text: writeComment(theme, polarity, factsOf(life, day, tale.days, tale.misses), draws) };
}

function themeOfCause(cause: number): Theme {
  if (cause === CAUSE.wifi_box) return "wifi_box";
  if (needsRepair(cause)) return "repair_speed";
  if (cause === CAUSE.app_login) return "app_login";
  if (cause === CAUSE.invoice_format) return "invoice_format";
  if (cause === CAUSE.bill) return "bill";
  if (cause === CAUSE.price) return "price";
  if (cause === CAUSE.technician) return "install_wait";
  return "general";
}

export function ticketComment(life: Life, ticket: TicketOutcome, score: number, day: number): Comment {
  const draws = openWords(life, TICKET_SURVEY, ticket.ordinal);
  const theme = themeOfCause(ticket.cause);
  const fine = score >= CONTENT;
  const own: Said = { theme, polarity: fine ? "positive" : "negative" };
  const said: Said =
    fine && (theme === "general" || theme === "price" || theme === "install_wait") ? { theme: "friendly", polarity: "positive" } : own;
  const spoken = perhapsRising(life, day, said.theme === "wifi_box" && fine ? { theme: "wifi_box", polarity: "negative" } : said, draws);
  const waited =
    theme === "install_wait" && life.tale !== null ? Math.max(1, ticket.opened - life.tale.placed) : ticket.solved - ticket.opened;
  const text = writeComment(spoken.theme, spoken.polarity, factsOf(life, day, waited, ticket.ordinal + 1), draws);
  const praising = uniform(draws) < PRAISES_TEAM && spoken.theme === "friendly";
  return { ...spoken, text: praising ? `${text} ${writeThanks(life.person.language, UNITS[FIRST_CARE_TEAM + ticket.team].name)}` : text };
}

/** The comment of a relationship answer and the stage it is about. */
export function relationshipComment(life: Life, score: number, day: number): Comment & { readonly stage: number } {
  const draws = openWords(life, RELATIONSHIP_SURVEY, 0);
  const ofRepair = uniform(draws) < 0.4;
  const said: Said =
    score <= DETRACTOR
      ? { theme: ofRepair ? "repair_speed" : "price", polarity: "negative" }
      : { theme: score >= PROMOTER && ofRepair ? "friendly" : "general", polarity: "positive" };
  const { theme, polarity } = perhapsRising(life, day, said, draws);
  const waited = life.slowDay > day - 180 && life.slowDay < day ? 4 : 2;
  return {
    theme,
    polarity,
    text: writeComment(theme, polarity, factsOf(life, day, waited, Math.max(1, life.tickets)), draws),
    stage: STAGE_OF[theme] ?? USE,
  };
}

export function exitComment(life: Life, said: number, day: number): Comment {
  const draws = openWords(life, EXIT_SURVEY, life.cancellations);
  const { tale, tickets } = life;
  const ofInstall: Theme = tale !== null && tale.misses > 0 ? "missed_appointment" : "install_wait";
  const themes: Readonly<Record<number, Theme>> = {
    [REASON.better_offer]: "price",
    [REASON.price_rise]: "price",
    [REASON.promo_ended]: "price",
    [REASON.slow_repair]: "repair_speed",
    [REASON.install_trouble]: ofInstall,
    [REASON.bill_error]: "bill",
    [REASON.speed]: "general",
  };
  const { theme, polarity } = perhapsRising(life, day, { theme: themes[said] ?? "cancel", polarity: "negative" }, draws);
  const waited = theme === "repair_speed" ? 4 : tale === null ? 2 : tale.days;
  const times = theme === "missed_appointment" && tale !== null ? tale.misses : tickets;
  return { theme, polarity, text: writeComment(theme, polarity, factsOf(life, day, waited, Math.max(1, times)), draws) };
}
