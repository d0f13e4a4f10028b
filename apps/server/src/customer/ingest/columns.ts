import { toMinor } from "../../platform/money.ts";
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

/** True for what JSON writes in braces. */
export function isObject(value: unknown): value is Properties {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Properties as they were sent, sorted by what they are for. This is done for every event, so it is one pass without closures. */
interface Sorted {
  case: unknown;
  stage: unknown;
  channel: unknown;
  owner: unknown;
  segment: unknown;
  resource: unknown;
  unit: unknown;
  kind: unknown;
  amount: unknown;
  revenue: unknown;
  total: unknown;
  value: unknown;
  currency: unknown;
  quantity: unknown;
  score: unknown;
  scale: unknown;
  comment: unknown;
  /** What has no column; null when there is nothing. */
  rest: Record<string, unknown> | null;
}

function sort(properties: Properties): Sorted {
  const found: Sorted = {
    case: null,
    stage: null,
    channel: null,
    owner: null,
    segment: null,
    resource: null,
    unit: null,
    kind: null,
    amount: null,
    revenue: null,
    total: null,
    value: null,
    currency: null,
    quantity: null,
    score: null,
    scale: null,
    comment: null,
    rest: null,
  };
  for (const name of Object.keys(properties)) {
    const value = properties[name] ?? null;
    switch (name) {
      case "case":
      case "stage":
      case "channel":
      case "owner":
      case "segment":
      case "resource":
      case "unit":
      case "kind":
      case "amount":
      case "revenue":
      case "total":
      case "value":
      case "currency":
      case "quantity":
      case "score":
      case "scale":
      case "comment":
        found[name] = value;
        break;
      case "__proto__":
      case "constructor":
      case "prototype":
        break;
      default:
        found.rest ??= {};
        found.rest[name] = value;
    }
  }
  return found;
}

/**
 * Reads the columns out of an event's properties. A property with one of our names has to fit it; only `revenue`, `total`
 * and `value`, which mean many things in other people's events, are taken as an amount where they are numbers and left
 * alone where not.
 * @throws Refusal
 */
export function readColumns(properties: Properties, dimensions: Dimensions): PropertyColumns {
  const told = sort(properties);
  const stage = toWord(told.stage, "stage", LIMITS.listIdChars);
  const channel = toWord(told.channel, "channel", LIMITS.listIdChars);
  const segment = toWord(told.segment, "segment", LIMITS.listIdChars);
  const currency = toCurrency(told.currency);
  const amount = toAmount(told, currency ?? dimensions.currency);
  const score = toNumber(told.score, "score");
  const scale = toScale(toWord(told.scale, "scale"), score);
  const comment = toComment(told.comment);
  return {
    case: toCase(told.case),
    kind: toWord(told.kind, "kind"),
    stage: stage === null ? null : dimensions.stage(stage),
    channel: channel === null ? null : dimensions.channel(channel),
    owner: toWord(told.owner, "owner"),
    segment: segment === null ? null : dimensions.segment(segment),
    resource: toWord(told.resource, "resource"),
    unit: toWord(told.unit, "unit"),
    scale: scale.text,
    currency: currency ?? (amount === null ? null : dimensions.currency),
    comment,
    amount,
    quantity: toNumber(told.quantity, "quantity"),
    score,
    points: scale.points,
    rest: keepRest(told, comment),
  };
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
export function finite(value: unknown): number {
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

/** Takes the amount out of what was sorted: an alias that is not the amount stays for the rest. */
function toAmount(told: Sorted, currency: string): number | null {
  const own = toNumber(told.amount, "amount");
  if (own !== null) {
    const minor = toMinor(own, currency);
    if (Number.isSafeInteger(minor)) return minor;
    throw new Refusal("bad-value", "The property amount is too large for money.");
  }
  for (const alias of AMOUNT_ALIASES) {
    if (told[alias] === null) continue;
    const minor = toMinor(finite(told[alias]), currency);
    if (!Number.isSafeInteger(minor)) continue;
    told[alias] = null;
    return minor;
  }
  return null;
}

function toScale(told: string | null, score: number | null): { text: string | null; points: number | null } {
  if (told === null) return { text: null, points: null };
  const scale = parseScale(told);
  if (scale === null) throw new Refusal("bad-value", "The property scale is not written like 0-10.");
  if (score === null) return { text: scaleText(scale), points: null };
  if (score < scale.min || score > scale.max) throw new Refusal("bad-value", "The property score lies outside its scale.");
  return { text: scaleText(scale), points: pointsOf(score, scale) };
}

function keepRest(told: Sorted, comment: string | null): string | null {
  for (const alias of AMOUNT_ALIASES) {
    if (told[alias] === null) continue;
    told.rest ??= {};
    told.rest[alias] = told[alias];
  }
  const text = told.rest === null ? null : keepText(told.rest);
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
