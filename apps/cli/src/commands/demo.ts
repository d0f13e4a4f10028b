import { createWriteStream, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { chunks, type Chunk, truths } from "@counterseat/demo";
import { CounterseatError } from "@counterseat/server/errors";
import type { Command, Parsed } from "../command.ts";
import { withSession } from "../session.ts";

const OPTIONS = {
  scale: "0.02–10, share of 20,000 people (default 1)",
  seed: "whole number (default 7; from 1000 on the company is drawn)",
};

export const demoLoad: Command = {
  words: ["demo", "load"],
  positional: [],
  options: { ...OPTIONS, "truth-out": "FILE: what was planted" },
  summary: "Load the sample company beside your own rows",
  async run(args) {
    const options = optionsOf(args);
    const counts = await withSession(args, async (session) => {
      let state = (await session.call("demo.load", options)) as {
        loaded: boolean;
        loading: { done: number } | null;
        counts: Record<string, number>;
      };
      while (state.loading !== null) {
        await setTimeout(200);
        state = (await session.call("demo.getState")) as typeof state;
        if (process.stderr.isTTY) process.stderr.write(`\r${state.loading?.done ?? "all"} rows`);
      }
      if (!state.loaded)
        throw new CounterseatError("internal", "The sample could not be loaded; nothing of it was kept.", {
          fix: "Look at the error above, then load it again.",
        });
      return state.counts;
    });
    const truthFile = args.one("truth-out");
    if (truthFile !== null) writeFileSync(truthFile, `${JSON.stringify(truths(options), null, 2)}\n`);
    return counts;
  },
};

export const demoClear: Command = {
  words: ["demo", "clear"],
  positional: [],
  options: {},
  summary: "Remove the sample company and nothing else; prints what went",
  run: (args) =>
    withSession(args, async (session) => {
      const before = (await session.call("demo.getState")) as { counts: Record<string, number> };
      await session.call("demo.clear");
      return before.counts;
    }),
};

export const demoExport: Command = {
  words: ["demo", "export"],
  positional: ["DIR"],
  options: OPTIONS,
  summary: "Write the sample company's streams as CSV files",
  async run(args) {
    const dir = args.positional[0] ?? ".";
    mkdirSync(dir, { recursive: true });
    const options = optionsOf(args);
    const counts: Record<string, number> = {};
    for (const stream of ["events", "responses", "beliefs"] as const) {
      const out = createWriteStream(join(dir, `${stream}.csv`));
      let names: string[] | null = null;
      for (const chunk of chunks(options, [stream])) {
        if (names === null) {
          names = Object.keys(chunk.columns);
          out.write(`${names.join(",")}\n`);
        }
        if (!out.write(rowsOf(chunk, names))) await new Promise<void>((resolve) => out.once("drain", () => resolve()));
        counts[stream] = (counts[stream] ?? 0) + chunk.length;
      }
      await new Promise<void>((resolve) => out.end(() => resolve()));
    }
    writeFileSync(join(dir, "truths.json"), `${JSON.stringify(truths(options), null, 2)}\n`);
    return counts;
  },
};

function optionsOf(args: Parsed): { seed: number; scale: number } {
  const seed = args.number("seed") ?? 7;
  const scale = args.number("scale") ?? 1;
  if (!Number.isInteger(seed) || seed < 0 || seed > 4_294_967_295)
    throw new CounterseatError("invalid", "--seed is a whole number from 0 to 4294967295.");
  if (scale < 0.02 || scale > 10) throw new CounterseatError("invalid", "--scale lies between 0.02 and 10.");
  return { seed, scale };
}

const TIMES = new Set(["time", "receivedAt", "invited"]);

function rowsOf(chunk: Chunk, names: readonly string[]): string {
  const columns = names.map((name) => ({ name, column: chunk.columns[name] }));
  let text = "";
  for (let i = 0; i < chunk.length; i++) {
    text += `${columns.map(({ name, column }) => cellOf(name, column, i)).join(",")}\n`;
  }
  return text;
}

function cellOf(name: string, column: Chunk["columns"][string] | undefined, i: number): string {
  if (column === undefined) return "";
  if (column instanceof Float64Array) {
    const value = column[i] ?? Number.NaN;
    if (Number.isNaN(value)) return "";
    if (TIMES.has(name)) return new Date(value).toISOString();
    return name === "amount" ? (value / 100).toFixed(2) : String(value);
  }
  const code = "dictionary" in column ? (column.codes[i] ?? -1) : 0;
  const value = "dictionary" in column ? (code < 0 ? null : (column.dictionary[code] ?? null)) : (column[i] ?? null);
  if (value === null) return "";
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
