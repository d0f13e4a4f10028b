import { createWriteStream, mkdirSync, type WriteStream, writeFileSync } from "node:fs";
import { join } from "node:path";
import { chunks, type Chunk, exportFiles, truths } from "@counterseat/demo";
import type { Command } from "../command.ts";
import { DEMO_OPTIONS, optionsOf } from "./demo-options.ts";

/** Streams that nobody hands out in a form of their own: they are written as they are. */
const PLAIN: Readonly<Partial<Record<Chunk["stream"], string>>> = {
  events: "events.csv",
  responses: "responses.csv",
  beliefs: "beliefs.csv",
  subscriptions: "subscriptions.csv",
  transactions: "transactions.csv",
  invitations: "invitations.csv",
  departures: "departures.csv",
  alternatives: "alternatives.csv",
  behaviours: "behaviours.csv",
  referrals: "referrals.csv",
  cases: "cases.csv",
  approvals: "approvals.csv",
  staff: "staff.csv",
  ties: "ties.csv",
  assessments: "assessments.csv",
  lineOfSight: "line_of_sight.csv",
  promises: "promises.csv",
  commitments: "commitments.csv",
  actions: "actions.csv",
  forums: "forums.csv",
  agendas: "agendas.csv",
  metrics: "metrics.csv",
  unitGoals: "unit_goals.csv",
  initiatives: "initiatives.csv",
  policies: "policies.csv",
  acquisitionCosts: "acquisition_costs.csv",
  keepCosts: "keep_costs.csv",
  persons: "persons.csv",
  texts: "texts.csv",
  reasons: "reasons.csv",
};

export const demoExport: Command = {
  words: ["demo", "export"],
  positional: ["DIR"],
  options: DEMO_OPTIONS,
  summary: "Write the sample company's streams as CSV files, and as the messy files its systems would hand out",
  async run(args) {
    const dir = args.positional[0] ?? ".";
    mkdirSync(dir, { recursive: true });
    const options = optionsOf(args);
    const files = openFiles(dir);
    const counts: Record<string, number> = {};
    for (const chunk of chunks(options, Object.keys(PLAIN) as Chunk["stream"][])) {
      // the keys of PLAIN are declared to be stream names
      const name = PLAIN[chunk.stream] ?? `${chunk.stream}.csv`;
      const known = counts[chunk.stream] ?? 0;
      const head = known === 0 ? `${Object.keys(chunk.columns).join(",")}\n` : "";
      await files.write(name, head + rowsOf(chunk), "utf8");
      counts[chunk.stream] = known + chunk.length;
    }
    const pieces = exportFiles(options);
    let next = pieces.next();
    while (next.done !== true) {
      // Letters that Latin-1 and Windows-1252 share are all that occur in these files.
      await files.write(next.value.file, next.value.text, next.value.encoding === "utf-8" ? "utf8" : "latin1");
      next = pieces.next();
    }
    await files.close();
    writeFileSync(join(dir, "files.json"), `${JSON.stringify(next.value, null, 2)}\n`);
    writeFileSync(join(dir, "truths.json"), `${JSON.stringify(truths(options), null, 2)}\n`);
    return counts;
  },
};

interface Files {
  write(name: string, text: string, encoding: "utf8" | "latin1"): Promise<void>;
  close(): Promise<void>;
}

function openFiles(dir: string): Files {
  const open = new Map<string, WriteStream>();
  return {
    write: async (name, text, encoding) => {
      const out = open.get(name) ?? createWriteStream(join(dir, name));
      open.set(name, out);
      if (!out.write(Buffer.from(text, encoding))) await new Promise<void>((resolve) => out.once("drain", () => resolve()));
    },
    close: async () => {
      for (const out of open.values()) await new Promise<void>((resolve) => out.end(() => resolve()));
    },
  };
}

/** Names of columns that hold instants. */
const TIME = /^(time|invited|from|to|at|promoUntil)$|At$|From$/;

function rowsOf(chunk: Chunk): string {
  const columns = Object.entries(chunk.columns);
  let text = "";
  for (let i = 0; i < chunk.length; i++) text += `${columns.map(([name, column]) => cellOf(name, column, i)).join(",")}\n`;
  return text;
}

function cellOf(name: string, column: Chunk["columns"][string], i: number): string {
  if (column instanceof Float64Array) {
    const value = column[i] ?? Number.NaN;
    if (Number.isNaN(value)) return "";
    if (TIME.test(name)) return new Date(value).toISOString();
    return name === "amount" ? (value / 100).toFixed(2) : String(value);
  }
  const code = "dictionary" in column ? (column.codes[i] ?? -1) : 0;
  const value = "dictionary" in column ? (code < 0 ? null : (column.dictionary[code] ?? null)) : (column[i] ?? null);
  if (value === null) return "";
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
