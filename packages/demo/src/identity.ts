import { below, type Draws, open, uniform } from "./draw.ts";
import { mailNumber, phoneDigits } from "./identifier.ts";
import type { Calendar } from "./calendar.ts";
import { type Person, personOf } from "./person.ts";
import { SCOPE } from "./scope.ts";
import type { Settings } from "./settings.ts";
import { NAMES, streetLine } from "./words/names.ts";
import { TOWNS } from "./words/theme.ts";

const LIVES_WITH_NEIGHBOUR = 0.05;
const SHARES_MAILBOX = 0.3;
const SECOND_MAILBOX = 0.12;
const MOVED = 0.09;
const LONGEST_HOUSEHOLD = 4;
const HOSTS = ["mail.example", "post.example", "inbox.example", "letter.example", "box.example"] as const;

export interface Address {
  readonly street: string;
  readonly postcode: string;
  readonly town: string;
}

/** Who a person is to a clerk. Invented throughout: addresses of the post under `.example`, phones under a country code that nobody has. */
export interface Identity {
  readonly given: string;
  /** A shorter form of the given name; the name itself where there is none. */
  readonly nickname: string;
  readonly family: string;
  /** `YYYY-MM-DD`. */
  readonly birth: string;
  readonly mail: string;
  readonly secondMail: string | null;
  /** Nine digits, without country code or trunk prefix. */
  readonly phone: string;
  readonly address: Address;
  /** Where they lived before, if they moved. */
  readonly before: Address | null;
}

interface Surroundings {
  readonly settings: Settings;
  readonly calendar: Calendar;
  readonly draws: Draws;
}

/** First of the household that a person lives in: 5 % live with the person before them. */
function headOf(index: number, seed: number, draws: Draws): number {
  let head = index;
  while (head > 0 && index - head < LONGEST_HOUSEHOLD && uniform(open(draws, seed, SCOPE.identity, head, 1)) < LIVES_WITH_NEIGHBOUR)
    head -= 1;
  return head;
}

function addressOf(region: number, town: number, language: number, draws: Draws): Address {
  const { streets } = NAMES[language];
  const street = streetLine(language, streets[below(draws, streets.length)], 1 + below(draws, 180));
  return { street, postcode: `${70 + region}${String(100 + 7 * town).padStart(3, "0")}`, town: TOWNS[region][town] };
}

/** Letters a mailbox can have: without accents, in lower case. */
export function plainLetters(text: string): string {
  return text
    .replace(/ß/g, "ss")
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "");
}

function mailOf(name: string, number: string, draws: Draws): string {
  return `${plainLetters(name).toLowerCase()}.${number}@${HOSTS[below(draws, HOSTS.length)]}`;
}

/** The identity of a person; the same at every scale. */
export function identityOf(person: Person, { settings, calendar, draws }: Surroundings): Identity {
  const { seed } = settings;
  const head = headOf(person.index, seed, draws);
  const host = head === person.index ? null : personOf(head, settings, calendar, draws);
  const home = host === null ? null : identityOf(host, { settings, calendar, draws });
  const language = host === null ? person.language : host.language;
  const region = host === null ? person.region : host.region;
  open(draws, seed, SCOPE.identity, person.index, 0);
  const names = NAMES[language].given;
  const [given, nickname = given] = names[below(draws, names.length)].split("/");
  const surnames = NAMES[language].family;
  const surname = surnames[below(draws, surnames.length)];
  const family = home === null ? surname : home.family;
  const year = 1938 + below(draws, 68);
  const birth = `${year}-${twoDigits(1 + below(draws, 12))}-${twoDigits(1 + below(draws, 28))}`;
  const own = mailOf(`${given}.${family}`, mailNumber(person.index, 0), draws);
  const second = mailOf(`${given.charAt(0)}${family}`, mailNumber(person.index, 1), draws);
  const shares = uniform(draws) < SHARES_MAILBOX;
  const hasSecond = uniform(draws) < SECOND_MAILBOX;
  const moved = uniform(draws) < MOVED;
  const address = addressOf(region, person.cabinet % TOWNS[region].length, language, draws);
  const before = addressOf(region, below(draws, TOWNS[region].length), language, draws);
  return {
    given,
    nickname,
    family,
    birth,
    mail: home !== null && shares ? home.mail : own,
    secondMail: hasSecond ? second : null,
    phone: home === null ? phoneDigits(person.index) : home.phone,
    address: home === null ? address : home.address,
    before: moved ? before : null,
  };
}

function twoDigits(value: number): string {
  return String(value).padStart(2, "0");
}
