/** NUL, which no database text holds, and halves of characters, which no UTF-8 holds. */
const BROKEN = /[\0\p{Surrogate}]/u;
const ALL_BROKEN = /[\0\p{Surrogate}]/gu;

/** Text a person reads: what cannot be stored becomes U+FFFD. Trimmed; empty is null. */
export function cleanText(text: string): string | null {
  const whole = BROKEN.test(text) ? text.replaceAll(ALL_BROKEN, "\uFFFD") : text;
  const trimmed = whole.trim();
  return trimmed === "" ? null : trimmed;
}

/** True when a text cannot be stored as it is. An id is refused then: replacing would make two people one. */
export function isBroken(text: string): boolean {
  return BROKEN.test(text);
}
