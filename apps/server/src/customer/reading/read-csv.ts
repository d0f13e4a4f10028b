import type { Limits } from "./limits.ts";
import { createSplitter, type RowChunk, type Splitter } from "./split-rows.ts";

/** Excel writes this first line to name the delimiter; it is neither header nor row. */
export const SEPARATOR_LINE = /^sep=.\r?\n/i;

/** The newline of a text by its head: lone carriage returns only where there is no line feed at all. */
export const newlineOf = (head: string): "\n" | "\r" => (head.includes("\n") || !head.includes("\r") ? "\n" : "\r");

export async function* readCsv(texts: AsyncIterable<string>, delimiter: string, limits: Limits): AsyncGenerator<RowChunk> {
  let splitter: Splitter | null = null;
  for await (const text of texts) {
    if (splitter === null) {
      splitter = createSplitter({ delimiter, newline: newlineOf(text), rowCharacters: limits.rowCharacters });
      yield splitter.push(text.replace(SEPARATOR_LINE, ""));
    } else {
      yield splitter.push(text);
    }
  }
  if (splitter !== null) yield splitter.end();
}
