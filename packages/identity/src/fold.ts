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

export function digits(text: string): string {
  return text.replace(/\D+/g, "");
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

/** Whether a cell says nothing about anybody. */
export function saysNothing(folded: string): boolean {
  return NOTHING.has(folded) || /^0+$/.test(folded);
}
