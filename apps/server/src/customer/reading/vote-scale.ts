import type { ColumnProfile } from "./column-profile.ts";
import type { Decimal } from "./contract.ts";
import { isAbsentNumber, parseDecimal } from "./parse-decimal.ts";
import { guessScale, isHeld, scaleOfKind, scaleText, scaleWithin, type Scale } from "./scales.ts";
import { scanWhole, type Guesses, type Where } from "./vote-file.ts";

export interface ScaleVote {
  /** One scale for the file; null where each row brings its own, or none is known. */
  text: string | null;
  reason: string;
  /** There are scores, and only a person can say on which scale. */
  missing: boolean;
  /** Another column whose words say each row's scale, as `NPS` and `CSAT` do. */
  column: ColumnProfile | null;
}

const MOST_KINDS = 20;
export const AS_LAST_TIME = "as last time";
const NOTHING: ScaleVote = { text: null, reason: "", missing: false, column: null };

/** The scale of the whole file's scores. */
export const voteScale = async (input: {
  where: Where;
  guesses: Guesses;
  columns: readonly ColumnProfile[];
  decimal: Decimal;
  /** The scale the source's last file had by a person's word; null where nobody said. */
  last: Scale | null;
}): Promise<ScaleVote> => {
  const { where, guesses, columns, decimal, last } = input;
  const score = guesses.get("score");
  if (score === undefined || guesses.has("scale")) return NOTHING;
  const kinds = columns.filter(
    (column) =>
      column.position !== score.column.position && column.distinct > 1 && column.distinct <= MOST_KINDS && column.numberShare < 0.5,
  );
  const counts = new Map<number, number>();
  const byKind = new Map(kinds.map((column) => [column, new Map<string, { least: number; most: number }>()]));
  await scanWhole(where, (cells) => {
    const text = cells[score.column.position - 1]?.trim() ?? "";
    if (isAbsentNumber(text)) return;
    const { value } = parseDecimal(text, decimal);
    if (Number.isNaN(value) || (counts.size >= 10_000 && !counts.has(value))) return;
    counts.set(value, (counts.get(value) ?? 0) + 1);
    for (const [column, ranges] of byKind) {
      const kind = cells[column.position - 1]?.trim() ?? "";
      const range = ranges.get(kind);
      if (range !== undefined) {
        range.least = Math.min(range.least, value);
        range.most = Math.max(range.most, value);
      } else if (ranges.size <= MOST_KINDS) ranges.set(kind, { least: value, most: value });
    }
  });
  for (const [column, ranges] of byKind) {
    const said = Array.from(ranges, ([kind, range]) => ({ range, scale: scaleWithin(kind) ?? scaleOfKind(kind) }));
    if (new Set(said.flatMap(({ scale }) => (scale === null ? [] : [scaleText(scale)]))).size < 2) continue;
    if (said.every(({ scale, range }) => scale !== null && holds(scale, range))) return { ...NOTHING, column };
    return { ...NOTHING, missing: true };
  }
  if (last !== null && counts.size > 0) {
    if (isHeld(counts, last)) return { ...NOTHING, text: scaleText(last), reason: AS_LAST_TIME };
    return { ...NOTHING, missing: true };
  }
  const guess = guessScale({ header: score.column.name, counts });
  if (guess === null) return { ...NOTHING, missing: counts.size > 0 };
  return { text: scaleText(guess.scale), reason: guess.reason, missing: false, column: null };
};

const holds = (scale: Scale, range: { least: number; most: number }): boolean => range.least >= scale.min && range.most <= scale.max;
