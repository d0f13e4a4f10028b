import type { Board } from "../api-types.ts";

/**
 * The board's sentence with its two figures marked by the seat they belong to. The words are the server's own, so the
 * screen, the command line and an agent read the same sentence; the slots say which figures in it are whose.
 */
export type Part = { text: string; side: "company" | "customer" | null };

export function sentenceParts({ sentence, slots }: Pick<Board, "sentence" | "slots">): Part[] {
  const company = place(sentence, slots.believed, 0);
  const customer = place(sentence, slots.experienced, company === null ? 0 : company.end);
  const marked = [
    company === null ? null : { ...company, side: "company" as const },
    customer === null ? null : { ...customer, side: "customer" as const },
  ].filter((each) => each !== null);
  const parts: Part[] = [];
  let done = 0;
  for (const { start, end, side } of marked) {
    parts.push({ text: sentence.slice(done, start), side: null }, { text: sentence.slice(start, end), side });
    done = end;
  }
  return [...parts, { text: sentence.slice(done), side: null as Part["side"] }].filter((part) => part.text !== "");
}

function place(sentence: string, value: number | null, from: number): { start: number; end: number } | null {
  if (value === null) return null;
  const found = new RegExp(`(?<![\\d.,])${Math.round(value)}(?![\\d]|[.,]\\d)`).exec(sentence.slice(from));
  return found === null ? null : { start: from + found.index, end: from + found.index + found[0].length };
}
