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
    const name = `"${column}"`;
    if (condition === null) {
      parts.push(`${name} IS NULL`);
    } else if (typeof condition === "object" && "not" in condition) {
      if (isWord) parts.push(`coalesce(${name}, -1) NOT IN (-2, ${wordsOf(condition.not).join(", ") || "-2"})`);
      else if (condition.not.length > 0) parts.push(`(${name} IS NULL OR ${name} NOT IN (${bind(condition.not)}))`);
    } else if (typeof condition === "object" && !Array.isArray(condition)) {
      const range = condition as { from?: number; to?: number };
      for (const [edge, sign] of [[range.from, ">="], [range.to, "<"]] as const) {
        if (edge === undefined) continue;
        if (!Number.isFinite(edge)) throw new RangeError(`${column}: a range edge must be a number`);
        parts.push(`${name} ${sign} ${edge}`);
      }
    } else {
      const list = typeof condition === "string" ? [condition] : (condition as readonly (string | null)[]);
      const texts = list.filter((text) => text !== null);
      const among = isWord ? wordsOf(texts).join(", ") : bind(texts);
      const either = [...(among === "" ? [] : [`${name} IN (${among})`]), ...(list.includes(null) ? [`${name} IS NULL`] : [])];
      parts.push(either.length === 0 ? "false" : `(${either.join(" OR ")})`);
    }
  }
  return { sql: parts.length === 0 ? "true" : parts.join(" AND "), values };

  function bind(texts: readonly string[]): string {
    return texts.map((text) => `$${values.push(text)}`).join(", ");
  }
}
