/** Letters that Unicode does not take apart, in the Latin letters people write instead of them. */
const LATIN: Readonly<Record<string, string>> = { ß: "ss", æ: "ae", œ: "oe", ø: "o", đ: "d", ð: "d", þ: "th", ł: "l", ı: "i" };

/** Most cells of most files are so already. */
const FOLDED = /^[a-z0-9]+( [a-z0-9]+)*$/;

/** A word as it is compared: small letters without accents, one space between parts, nothing else. */
export function fold(text: string): string {
  if (FOLDED.test(text)) return text;
  return text
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .toLowerCase()
    .replace(/[ßæœøđðþłı]/g, (letter) => LATIN[letter] ?? letter)
    .replace(/[’'`]/g, "")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

/** Most numbers of most files are digits alone. */
const ONLY_DIGITS = /^[0-9]*$/;

export function digits(text: string): string {
  return ONLY_DIGITS.test(text) ? text : text.replace(/\D+/g, "");
}

const NOTHING = new Set([
  "",
  "na",
  "n a",
  "null",
  "none",
  "nil",
  "nan",
  "unknown",
  "undefined",
  "not known",
  "not available",
  "anonymous",
  "test",
]);

const LONGEST_NOTHING = 13;
const ZERO = 48;

/** Whether a cell says nothing about anybody. */
export function saysNothing(folded: string): boolean {
  return (folded.length <= LONGEST_NOTHING && NOTHING.has(folded)) || (folded.charCodeAt(0) === ZERO && /^0+$/.test(folded));
}
