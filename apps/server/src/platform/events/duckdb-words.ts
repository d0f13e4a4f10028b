import type { Coded } from "./contract.ts";
import type { Writer } from "./duckdb-writer.ts";

/** The dictionary of word columns: text ↔ code, in memory, saved in the transaction that first uses a word. */
export interface Words {
  /** The code of a word; a new word gets the next code. */
  code(text: string): number;
  find(text: string): number | null;
  text(code: number): string;
  readonly all: readonly string[];
  encode(column: readonly (string | null)[] | Coded | undefined, length: number): Int32Array;
  /** Everything known now is in the store: called once a transaction has been committed. */
  mark(): void;
  /** Writes the words that are new since the mark into the open transaction. */
  save(writer: Writer): Promise<void>;
  /** Drops them again: the transaction was rolled back. */
  forget(): void;
  /** Words that no row uses any more lose their text; their codes stay. Called once that has been committed. */
  blank(codes: readonly number[]): void;
}

/** What stands for a word that was blanked: no source can tell it, since control characters are refused. */
export const blankWord = (code: number) => `\u0001${code}`;

export async function openWords(writer: Writer): Promise<Words> {
  const texts = (await writer.rows("SELECT text FROM words ORDER BY code")).map((row) => String(row[0]));
  const codes = new Map(texts.map((text, code) => [text, code]));
  let saved = texts.length;
  const code = (text: string): number => {
    const known = codes.get(text);
    if (known !== undefined) return known;
    codes.set(text, texts.length);
    return texts.push(text) - 1;
  };
  return {
    code,
    find: (text) => codes.get(text) ?? null,
    text: (c) => texts[c] ?? "",
    all: texts,
    encode(column, length) {
      const out = new Int32Array(length).fill(-1);
      if (column === undefined) return out;
      if ("dictionary" in column) {
        // A dictionary may list words no row uses; only used ones become words of the store.
        const translated = new Int32Array(column.dictionary.length).fill(-1);
        for (let i = 0; i < length; i++) {
          const c = column.codes[i] ?? -1;
          if (c < 0) continue;
          const seen = translated[c] ?? -1;
          out[i] = seen >= 0 ? seen : (translated[c] = code(column.dictionary[c] ?? ""));
        }
        return out;
      }
      let last: string | null = null;
      let lastCode = -1;
      for (let i = 0; i < length; i++) {
        const text = column[i] ?? null;
        if (text === null) continue;
        if (text !== last) {
          last = text;
          lastCode = code(text);
        }
        out[i] = lastCode;
      }
      return out;
    },
    mark() {
      saved = texts.length;
    },
    async save(target) {
      if (texts.length === saved) return;
      await target.append("words", (appender) => {
        for (let c = saved; c < texts.length; c++) {
          appender.appendInteger(c);
          appender.appendVarchar(texts[c] ?? "");
          appender.endRow();
        }
      });
    },
    forget() {
      for (const text of texts.splice(saved)) codes.delete(text);
    },
    blank(unused) {
      for (const c of unused) {
        codes.delete(texts[c] ?? "");
        texts[c] = blankWord(c);
      }
    },
  };
}
