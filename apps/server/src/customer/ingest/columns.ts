import { minorDigits } from "../../platform/money.ts";
import { parseScale, pointsOf, scaleText } from "../reading/scales.ts";
import { cleanText, isBroken } from "./clean-text.ts";
import { LIMITS } from "./limits.ts";
import { Refusal } from "./refusal.ts";

/** What an event's properties say in columns of ours. */
export interface PropertyColumns {
  readonly case: string | null;
  readonly kind: string | null;
  readonly stage: string | null;
  readonly channel: string | null;
  readonly owner: string | null;
  readonly segment: string | null;
  readonly resource: string | null;
  readonly unit: string | null;
  readonly scale: string | null;
  readonly currency: string | null;
  readonly comment: string | null;
  readonly amount: number | null;
  readonly quantity: number | null;
  readonly score: number | null;
  readonly points: number | null;
  /** JSON text of what has no column; null when nothing is left. */
  readonly rest: string | null;
}

/** How the company's own lists and settings are read into an event. */
export interface Dimensions {
  readonly currency: string;
  /** Label or id in lower case → id. A name that is not there becomes an id of its own. */
  stage(name: string): string;
  channel(name: string): string;
  segment(name: string): string;
}

export type Properties = Readonly<Record<string, unknown>>;

/**
 * Reads the columns out of an event's properties. A property with one of our names has to fit it; only `revenue`, `total`
 * and `value`, which mean many things in other people's events, are taken as an amount where they are numbers and left
 * alone where not.
 * @throws Refusal
 */
export function readColumns(properties: Properties, dimensions: Dimensions): PropertyColumns {
  const taken = new Set<string>();
  const told = (name: string): unknown => {
    const value = Object.hasOwn(properties, name) ? properties[name] : undefined;
    if (value === undefined || value === null) return null;
    taken.add(name);
    return value;
  };
  const word = (name: string) => toWord(told(name), name);
  const stage = toWord(told("stage"), "stage", LIMITS.listIdChars);
  const channel = toWord(told("channel"), "channel", LIMITS.listIdChars);
  const segment = toWord(told("segment"), "segment", LIMITS.listIdChars);
  const currency = toCurrency(told("currency"));
  const amount = toAmount({ properties, told, digits: minorDigits(currency ?? dimensions.currency) });
  const score = toNumber(told("score"), "score");
  const scale = toScale(word("scale"), score);
  const comment = toComment(told("comment"));
  const found = {
    case: toCase(told("case")),
    kind: word("kind"),
    stage: stage === null ? null : dimensions.stage(stage),
    channel: channel === null ? null : dimensions.channel(channel),
    owner: word("owner"),
    segment: segment === null ? null : dimensions.segment(segment),
    resource: word("resource"),
    unit: word("unit"),
    scale: scale.text,
    currency: currency ?? (amount === null ? null : dimensions.currency),
    comment,
    amount,
    quantity: toNumber(told("quantity"), "quantity"),
    score,
    points: scale.points,
  };
  return { ...found, rest: keepRest(properties, taken, comment) };
}

function toWord(value: unknown, name: string, most: number = LIMITS.nameChars): string | null {
  if (value === null) return null;
  const text = typeof value === "number" && Number.isFinite(value) ? String(value) : value;
  if (typeof text !== "string") throw new Refusal("bad-value", `The property ${name} is neither text nor a number.`);
  const clean = cleanText(text);
  if (clean !== null && clean.length > most) throw new Refusal("bad-value", `The property ${name} is longer than ${most} characters.`);
  return clean;
}

/** A case is an id: two cases must not become one by what cannot be stored. */
function toCase(value: unknown): string | null {
  if (typeof value === "string" && isBroken(value)) throw new Refusal("bad-value", "The property case has characters that are none.");
  if (typeof value === "number" && !(Math.abs(value) <= Number.MAX_SAFE_INTEGER))
    throw new Refusal("bad-value", "The property case is too large a number to keep its digits; send it as text.");
  return toWord(value, "case");
}

function toComment(value: unknown): string | null {
  if (value === null) return null;
  if (typeof value !== "string") throw new Refusal("bad-value", "The property comment is not text.");
  return cleanText(value);
}

const PLAIN_DECIMAL = /^[+-]?(?:\d{1,15}(?:\.\d{1,15})?|\.\d{1,15})$/;

/** A finite number, also as plain decimal text; NaN for anything else. */
function finite(value: unknown): number {
  if (typeof value === "number") return Number.isFinite(value) ? value : Number.NaN;
  return typeof value === "string" && PLAIN_DECIMAL.test(value.trim()) ? Number(value) : Number.NaN;
}

function toNumber(value: unknown, name: string): number | null {
  if (value === null) return null;
  const number = finite(value);
  if (Number.isNaN(number)) throw new Refusal("bad-value", `The property ${name} is no number.`);
  return number;
}

function toCurrency(value: unknown): string | null {
  if (value === null) return null;
  const code = typeof value === "string" ? value.trim().toUpperCase() : "";
  if (!/^[A-Z]{3}$/.test(code)) throw new Refusal("bad-value", "The property currency is no ISO 4217 code such as EUR.");
  return code;
}

const AMOUNT_ALIASES = ["revenue", "total", "value"] as const;

function toAmount(from: { properties: Properties; told: (name: string) => unknown; digits: number }): number | null {
  const own = toNumber(from.told("amount"), "amount");
  if (own !== null) {
    const minor = toMinor(own, from.digits);
    if (Number.isSafeInteger(minor)) return minor;
    throw new Refusal("bad-value", "The property amount is too large for money.");
  }
  for (const alias of AMOUNT_ALIASES) {
    const value = Object.hasOwn(from.properties, alias) ? finite(from.properties[alias]) : Number.NaN;
    const minor = toMinor(value, from.digits);
    if (!Number.isSafeInteger(minor)) continue;
    from.told(alias);
    return minor;
  }
  return null;
}

/** By moving the decimal point in the text: 1.005 × 100 in floating point would lose a cent. */
function toMinor(amount: number, digits: number): number {
  const moved = Number(`${amount}e${digits}`);
  return Math.sign(amount) * Math.round(Math.abs(Number.isNaN(moved) ? amount * 10 ** digits : moved)) + 0;
}

function toScale(told: string | null, score: number | null): { text: string | null; points: number | null } {
  if (told === null) return { text: null, points: null };
  const scale = parseScale(told);
  if (scale === null) throw new Refusal("bad-value", "The property scale is not written like 0-10.");
  if (score === null) return { text: scaleText(scale), points: null };
  if (score < scale.min || score > scale.max) throw new Refusal("bad-value", "The property score lies outside its scale.");
  return { text: scaleText(scale), points: pointsOf(score, scale) };
}

function keepRest(properties: Properties, taken: ReadonlySet<string>, comment: string | null): string | null {
  let some = false;
  const rest: Record<string, unknown> = {};
  for (const name of Object.keys(properties)) {
    if (taken.has(name) || FORBIDDEN.has(name)) continue;
    rest[name] = properties[name];
    some = true;
  }
  const text = some ? keepText(rest) : null;
  if (comment !== null) bounded(`${text ?? ""}${comment}`);
  return text;
}

/** Names that would reach into the prototype of whoever copies an object; dropped at every depth. */
const FORBIDDEN: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);
const MAY_FORBID = /"(?:__proto__|constructor|prototype)":/;

/**
 * JSON text of properties or traits; null when there are none. Halves of characters and NUL stay escaped, as JSON writes
 * them.
 * @throws Refusal when it is too large or nested too deep to be written
 */
export function keepText(value: Properties): string | null {
  const text = toJson(value);
  if (MAY_FORBID.test(text)) {
    const safe = toJson(value, (name, inner) => (FORBIDDEN.has(name) ? undefined : inner));
    return safe === "{}" ? null : bounded(safe);
  }
  return text === "{}" ? null : bounded(text);
}

function toJson(value: Properties, replacer?: (name: string, inner: unknown) => unknown): string {
  try {
    return JSON.stringify(value, replacer);
  } catch {
    throw new Refusal("too-large", "Its properties are nested too deep.");
  }
}

function bounded(text: string): string {
  const large =
    text.length > LIMITS.propertyBytes || (text.length * 3 > LIMITS.propertyBytes && Buffer.byteLength(text) > LIMITS.propertyBytes);
  if (large) throw new Refusal("too-large", "Its properties are more than 32 KB.");
  return text;
}
