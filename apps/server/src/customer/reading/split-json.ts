import type { Limits } from "./limits.ts";
import { ReadingError } from "./reading-error.ts";

/** The text of each record of a JSON file, in its order. */
export interface JsonSplitter {
  push(text: string): string[];
  /** The rest, where the file does not end behind a record. */
  end(): string[];
}

/** JSON Lines: a broken line costs that line only. */
export const splitLines = (limits: Limits): JsonSplitter => {
  let carry = "";
  const bounded = (line: string): string => {
    if (line.length > limits.rowCharacters) throw tooLong(limits);
    return line;
  };
  const filled = (lines: readonly string[]): string[] => lines.filter((line) => /\S/.test(line)).map(bounded);
  return {
    push: (text) => {
      const lines = (carry + text).split("\n");
      carry = bounded(lines.pop() ?? "");
      return filled(lines);
    },
    end: () => filled([carry]),
  };
};

const QUOTE = 34;
const BACKSLASH = 92;
const COMMA = 44;
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [91, 93, 123, 125];

/** The elements of one list, or values one after the other, however they are laid out over lines. */
export const splitValues = (inList: boolean, limits: Limits): JsonSplitter => {
  const ground = inList ? 1 : 0;
  let depth = 0;
  let inText = false;
  let escaped = false;
  let value = "";
  const handOver = (out: string[]): void => {
    if (/\S/.test(value)) out.push(value);
    value = "";
  };
  return {
    push: (text) => {
      const out: string[] = [];
      let from = 0;
      for (let at = 0; at < text.length; at += 1) {
        const code = text.charCodeAt(at);
        if (inText) {
          if (escaped) escaped = false;
          else if (code === BACKSLASH) escaped = true;
          else if (code === QUOTE) inText = false;
          continue;
        }
        if (code === QUOTE) inText = true;
        else if (code === OPEN_LIST || code === OPEN_OBJECT) {
          depth += 1;
          if (inList && depth === 1) from = at + 1; // the list itself
        } else if (code === CLOSE_LIST || code === CLOSE_OBJECT) {
          depth -= 1;
          if (depth === ground && code === CLOSE_OBJECT) {
            value += text.slice(from, at + 1);
            from = at + 1;
            handOver(out);
          } else if (depth < ground) {
            value += text.slice(from, at);
            from = at + 1;
            handOver(out);
          }
        } else if (code === COMMA && depth === ground) {
          value += text.slice(from, at);
          from = at + 1;
          handOver(out);
        }
      }
      value += text.slice(from);
      if (value.length > limits.rowCharacters) throw tooLong(limits);
      return out;
    },
    end: () => {
      const out: string[] = [];
      handOver(out);
      return out;
    },
  };
};

const tooLong = (limits: Limits): ReadingError =>
  new ReadingError({
    code: "limit",
    message: `One record of the JSON is longer than ${limits.rowCharacters} characters.`,
    fix: "Export it as JSON Lines, one record a line, or as one list of records.",
  });
