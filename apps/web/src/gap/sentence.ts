import type { Board } from "../api-types.ts";
import { spokenLanguage, t } from "../messages/text.ts";
import { money } from "../ui/format.ts";

/**
 * The board's sentence with its two figures marked by the seat they belong to. In English the words are the server's own, so
 * that the screen, the command line and an agent read the same; another language says it from the same slots.
 */
export type Part = { text: string; side: "company" | "customer" | null };
type Said = Pick<Board, "sentence" | "slots">;

export function sentenceParts({ sentence, slots }: Said): Part[] {
  const said = spokenLanguage().code === "en" ? sentence : fromSlots(slots);
  const company = place(said, slots.believed, 0);
  const customer = place(said, slots.experienced, company === null ? 0 : company.end);
  const marked = [
    company === null ? null : { ...company, side: "company" as const },
    customer === null ? null : { ...customer, side: "customer" as const },
  ].filter((each) => each !== null);
  const parts: Part[] = [];
  let done = 0;
  for (const { start, end, side } of marked) {
    parts.push({ text: said.slice(done, start), side: null }, { text: said.slice(start, end), side });
    done = end;
  }
  return [...parts, { text: said.slice(done), side: null as Part["side"] }].filter((part) => part.text !== "");
}

export function fromSlots({ says, believed, experienced, stageLabel, ownerName, atStake, stages, more }: Board["slots"]): string {
  return t(`board.sentence.${says}`, {
    believed: Math.round(believed ?? 0),
    experienced: Math.round(experienced ?? 0),
    place: stageLabel,
    priced: atStake === null ? "no" : "yes",
    price: atStake === null ? null : money(atStake.value, atStake.unit.split("/")[0] ?? ""),
    owned: ownerName === null ? "no" : "yes",
    owner: ownerName,
    whole: stages.fine === stages.all ? "yes" : "no",
    ...stages,
    more: more ?? 0,
  });
}

function place(sentence: string, value: number | null, from: number): { start: number; end: number } | null {
  if (value === null) return null;
  const found = new RegExp(`(?<![\\d.,])${Math.round(value)}(?![\\d]|[.,]\\d)`).exec(sentence.slice(from));
  return found === null ? null : { start: from + found.index, end: from + found.index + found[0].length };
}
