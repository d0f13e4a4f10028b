import { type Filter, NUMBERS, TEXTS, WORDS } from "./contract.ts";
import type { Words } from "./duckdb-words.ts";

/**
 * A filter as SQL. Column names come from the fixed lists only and values are bound, so no caller can smuggle SQL in.
 * @throws RangeError for a column or a condition that does not exist
 */
export function where(filter: Filter, words: Words): { sql: string; values: string[] } {
  const parts: string[] = [];
  const values: string[] = [];
  const wordsOf = (texts: readonly string[]) => texts.map((text) => words.find(text)).filter((code) => code !== null);
  for (const [column, condition] of Object.entries(filter)) {
    if (condition === undefined) continue;
    const isWord = (WORDS as readonly string[]).includes(column);
    if (!isWord && !([...TEXTS, ...NUMBERS] as readonly string[]).includes(column)) throw new RangeError(`no such column: ${column}`);
    const isNumber = (NUMBERS as readonly string[]).includes(column);
    const isRange = typeof condition === "object" && condition !== null && !Array.isArray(condition) && !("not" in condition);
    if (condition !== null && isNumber !== isRange)
      throw new RangeError(`${column}: ${isNumber ? "a number is filtered by a range" : "ranges are for numbers"}`);
    const name = `"${column}"`;
    const absent = (quoted: string) => (isWord ? `${quoted} = -1` : isNumber ? `isnan(${quoted})` : `${quoted} IS NULL`);
    if (condition === null) {
      parts.push(absent(name));
    } else if (typeof condition === "object" && "not" in condition) {
      const texts = condition.not.filter((text) => text !== null);
      const among = isWord ? wordsOf(texts).join(", ") : bind(texts);
      // Absent rows are kept by `not`, unless it names null itself.
      if (condition.not.includes(null)) parts.push(`NOT (${absent(name)})`);
      if (among !== "") parts.push(`(${absent(name)} OR ${name} NOT IN (${among}))`);
    } else if (typeof condition === "object" && !Array.isArray(condition)) {
      const range = condition as { from?: number; to?: number };
      for (const [edge, sign] of [
        [range.from, ">="],
        [range.to, "<"],
      ] as const) {
        if (edge === undefined) continue;
        if (!Number.isFinite(edge)) throw new RangeError(`${column}: a range edge must be a number`);
        parts.push(`${name} ${sign} ${edge}`);
      }
      // The engine sorts NaN above every number. A range without edges asks nothing.
      if (range.from !== undefined || range.to !== undefined) parts.push(`NOT isnan(${name})`);
    } else {
      const list = typeof condition === "string" ? [condition] : (condition as readonly (string | null)[]);
      const texts = list.filter((text) => text !== null);
      const among = isWord ? wordsOf(texts).join(", ") : bind(texts);
      const either = [...(among === "" ? [] : [`${name} IN (${among})`]), ...(list.includes(null) ? [absent(name)] : [])];
      parts.push(either.length === 0 ? "false" : `(${either.join(" OR ")})`);
    }
  }
  return { sql: parts.length === 0 ? "true" : parts.join(" AND "), values };

  function bind(texts: readonly string[]): string {
    return texts.map((text) => `$${values.push(text)}`).join(", ");
  }
}
