/** What stands where somebody's name stood in a text that is not theirs. */
export const ERASED = "[erased]";

const LEAST_PHONE_DIGITS = 7;

/**
 * Whether a value found anywhere means this person and nothing else: an address of mail, a long number, a whole name. "1042" or "Ada"
 * may be anything, so they are looked for only where a customer's name stands.
 */
export function isTelling(value: string): boolean {
  const text = value.trim();
  if (text.length < 5) return false;
  if (text.includes("@")) return true;
  if (/\p{L}{2,}[\s,.'’-]+\p{L}{2,}/u.test(text)) return true;
  return text.length >= 8 || (text.length >= 6 && /\d/.test(text));
}

/**
 * One expression for everything a person is told by, without its edges; the same text means the same to JavaScript, RE2 (DuckDB) and
 * PostgreSQL. Null where there is nothing to look for. Letters are matched in any case by the flag of whoever uses it.
 */
export function patternOf(marks: Iterable<string>): string | null {
  const parts = new Set<string>();
  for (const mark of marks) {
    const text = mark.trim();
    if (text === "") continue;
    const digits = text.replaceAll(/\D/g, "");
    // A telephone number is written with and without its signs.
    if (digits.length >= LEAST_PHONE_DIGITS && /^[\d\s()+./-]+$/.test(text)) parts.add([...digits].join("[\\s().+/-]*"));
    else for (const form of [text, JSON.stringify(text).slice(1, -1)]) parts.add(escaped(form).replaceAll(/\s+/g, "\\s+"));
  }
  return parts.size === 0 ? null : [...parts].join("|");
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\/]/g, "\\$&");
}

/** Whether a text names the person, and the text without them. A part of a longer word is another word. */
export interface Marks {
  readonly pattern: string;
  finds(text: string): boolean;
  without(text: string): string;
}

export function marksOf(values: Iterable<string>): Marks | null {
  const pattern = patternOf(values);
  if (pattern === null) return null;
  const edged = () => new RegExp(`(?<![\\p{L}\\p{N}])(?:${pattern})(?![\\p{L}\\p{N}])`, "giu");
  return { pattern, finds: (text) => edged().test(text), without: (text) => text.replaceAll(edged(), ERASED) };
}

/** The same value with every text in it cleaned, and whether anything was. */
export function withoutMarks(value: unknown, marks: Marks): { value: unknown; changed: boolean } {
  if (typeof value === "string") {
    const text = marks.without(value);
    return { value: text, changed: text !== value };
  }
  if (Array.isArray(value)) {
    const all = value.map((one: unknown) => withoutMarks(one, marks));
    return { value: all.map((one) => one.value), changed: all.some((one) => one.changed) };
  }
  if (typeof value === "object" && value !== null) {
    const all = Object.entries(value).map(([name, one]) => ({ name: marks.without(name), before: name, ...withoutMarks(one, marks) }));
    return {
      value: Object.fromEntries(all.map(({ name, value: one }) => [name, one])),
      changed: all.some(({ name, before, changed }) => changed || name !== before),
    };
  }
  return { value, changed: false };
}
