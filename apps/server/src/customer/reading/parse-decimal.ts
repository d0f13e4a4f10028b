import type { Decimal } from "./contract.ts";

const ABSENT = new Set(["", "NA", "N/A", "n/a", "na", "NaN", "nan", "null", "NULL", "None", "none", "-"]);

/** The ways systems write "no number". */
export const isAbsentNumber = (text: string): boolean => ABSENT.has(text);

const PLAIN = /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d{1,3})?$/;
const PLAIN_COMMA = /^-?\d+(?:,\d+)?$/;
const SIGNS: ReadonlyMap<string, string> = new Map([
  ["€", "EUR"],
  ["$", "USD"],
  ["US$", "USD"],
  ["£", "GBP"],
  ["¥", "JPY"],
  ["₹", "INR"],
  ["zł", "PLN"],
  ["Fr.", "CHF"],
]);
const CODE_OF_WORD: ReadonlyMap<string, string> = new Map([
  ...SIGNS,
  ["EURO", "EUR"],
  ["EUROS", "EUR"],
  ["DOLLAR", "USD"],
  ["DOLLARS", "USD"],
  ["POUND", "GBP"],
  ["POUNDS", "GBP"],
  ["FRANKEN", "CHF"],
]);
// Codes have to be real ones: "INV 123" is no amount.
const CODES = new Set(Intl.supportedValuesOf("currency"));
/** The ISO code a sign, a code in any case, or a word such as `Euro` stands for; null for none. */
export const currencyOf = (text: string): string | null => {
  if (CODES.has(text)) return text;
  const plain = text.trim();
  const upper = plain.toUpperCase();
  return CODES.has(upper) ? upper : (CODE_OF_WORD.get(plain) ?? CODE_OF_WORD.get(upper) ?? null);
};

const SIGN = "US\\$|[€$£¥₹]|zł|Fr\\.|[A-Za-z]{3}";
const BEFORE = new RegExp(`^(${SIGN})\\s*(?=[-+(\\d.,])`);
const AFTER = new RegExp(`(?<=[-)\\d.,])\\s*(${SIGN})$`);

// Thousands in threes by one kind of mark; what is left is the number with a decimal point.
const GROUPED: Record<Decimal, RegExp> = {
  ".": /^\d{1,3}(?:([,'’\s])\d{3})(?:\1\d{3})*(?:\.\d+)?$/,
  ",": /^\d{1,3}(?:([.'’\s])\d{3})(?:\1\d{3})*(?:,\d+)?$/,
};
const UNGROUPED: Record<Decimal, RegExp> = {
  ".": /^(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?$/,
  ",": /^(?:\d+,?\d*|,\d+)(?:[eE][+-]?\d{1,3})?$/,
};

export interface DecimalCell {
  /** NaN where the text is no number in this style. */
  value: number;
  /** ISO code of a sign or code beside the number. */
  currency: string | null;
}

/** One trimmed cell: thousands separators, a sign before or after, parentheses for negative, a currency on either side. */
export const parseDecimal = (text: string, decimal: Decimal): DecimalCell => {
  if (decimal === "." && PLAIN.test(text)) return { value: Number(text), currency: null };
  if (decimal === "," && PLAIN_COMMA.test(text)) return { value: Number(text.replace(",", ".")), currency: null };
  const bare = unsigned(text, decimal);
  if (!Number.isNaN(bare)) return { value: bare, currency: null };
  // A dash in place of the cents, as "12.-" and "12,–": no minus.
  let rest = text.replace(/(?<=\d)[.,][-–—]{1,2}(?=\D*$)/, "");
  let currency: string | null = null;
  let negative = false;
  const strip = (pattern: RegExp): void => {
    const match = pattern.exec(rest);
    if (match === null || currency !== null) return;
    const code = SIGNS.get(match[1] ?? "") ?? (match[1] ?? "").toUpperCase();
    if (!CODES.has(code)) return;
    currency = code;
    rest = rest.replace(match[0], "").trim();
  };
  const sign = (): void => {
    if (rest.startsWith("(") && rest.endsWith(")")) {
      negative = !negative;
      rest = rest.slice(1, -1).trim();
    } else if (/^[-+−]/.test(rest)) {
      negative = rest[0] === "+" ? negative : !negative;
      rest = rest.slice(1).trim();
    } else if (/[-−]$/.test(rest)) {
      negative = !negative;
      rest = rest.slice(0, -1).trim();
    }
  };
  const before = rest;
  sign();
  const signed = rest !== before;
  strip(BEFORE);
  strip(AFTER);
  // "€ -12", "12- €": the sign may stand on the inner side of the currency, but only one sign counts.
  if (!signed) sign();
  const value = unsigned(rest, decimal);
  return { value: negative ? -value : value, currency };
};

const unsigned = (text: string, decimal: Decimal): number => {
  if (UNGROUPED[decimal].test(text)) return Number(decimal === "," ? text.replace(",", ".") : text);
  if (!GROUPED[decimal].test(text)) return Number.NaN;
  const joined = text.replace(decimal === "." ? /[,'’\s]/g : /[.'’\s]/g, "");
  return Number(decimal === "," ? joined.replace(",", ".") : joined);
};

export const looksNumeric = (text: string): boolean => {
  if (PLAIN.test(text)) return true;
  return !Number.isNaN(parseDecimal(text, ".").value) || !Number.isNaN(parseDecimal(text, ",").value);
};
