import { CounterseatError } from "@counterseat/server/errors";
import type { Command, Parsed } from "./command.ts";

const EVERYWHERE = { "data-dir": "the data directory (default ./data, or COUNTERSEAT_DATA_DIR)", json: null } as const;

/**
 * `--name value`, `--name=value`, switches without a value, `k=v` lists that may repeat or follow one another, and
 * positional words.
 * @throws invalid for an option the command does not have or a value that is missing
 */
export function parseArguments(argv: readonly string[], command: Pick<Command, "words" | "options" | "positional">): Parsed {
  const known: Record<string, string | null> = { ...EVERYWHERE, ...command.options };
  const options = new Map<string, string[]>();
  const positional: string[] = [];
  let list: string[] | null = null;
  for (let i = 0; i < argv.length; i++) {
    const word = argv[i] ?? "";
    if (!word.startsWith("--")) {
      // `--map time=A score=B`: what looks like a pair belongs to the list before it.
      if (list !== null && /^[\w-]+=/.test(word)) list.push(word);
      else {
        list = null;
        positional.push(word);
      }
      continue;
    }
    const [name = "", inline] = splitOnce(word.slice(2));
    if (!(name in known)) {
      throw new CounterseatError("invalid", `"${command.words.join(" ")}" has no option --${name}.`, {
        fix: `Options: ${Object.keys(known)
          .map((o) => `--${o}`)
          .join(", ")}.`,
      });
    }
    const values = options.get(name) ?? [];
    options.set(name, values);
    list = null;
    if (known[name] === null) continue;
    const value = inline ?? argv[++i];
    if (value === undefined) throw new CounterseatError("invalid", `--${name} needs a value.`);
    values.push(value);
    if (/k=v|field=column/.test(known[name] ?? "")) list = values;
  }
  const missing = command.positional.filter((p) => !p.endsWith("?"))[positional.length];
  if (missing !== undefined) throw new CounterseatError("invalid", `"${command.words.join(" ")}" needs ${missing}.`);
  if (positional.length > command.positional.length)
    throw new CounterseatError("invalid", `"${positional[command.positional.length]}" is one word too many.`);
  return {
    positional,
    has: (name) => options.has(name),
    one: (name) => options.get(name)?.at(-1) ?? null,
    all: (name) => options.get(name) ?? [],
    pairs(name) {
      const names = (options.get(name) ?? []).map((pair) => splitOnce(pair)[0]);
      const twice = names.find((key, i) => names.indexOf(key) !== i);
      if (twice !== undefined)
        throw new CounterseatError("invalid", `--${name} names ${twice} twice.`, { fix: "Give each name one value." });
      return Object.fromEntries(
        (options.get(name) ?? []).map((pair) => {
          const [key = "", value] = splitOnce(pair);
          if (value === undefined || key === "") throw new CounterseatError("invalid", `--${name} ${pair}: write it as name=value.`);
          return [key, value];
        }),
      );
    },
    number(name) {
      const text = options.get(name)?.at(-1);
      if (text === undefined) return null;
      const value = Number(text);
      if (text.trim() === "" || !Number.isFinite(value)) throw new CounterseatError("invalid", `--${name} needs a number, not "${text}".`);
      return value;
    },
  };
}

function splitOnce(text: string): [string, string | undefined] {
  const at = text.indexOf("=");
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}
