import { z } from "zod";
import { readSettings } from "../../company/index.ts";
import { toCsv } from "../../platform/csv.ts";
import { notFound } from "../../platform/errors.ts";
import { NUMBERS, TEXTS, WORDS } from "../../platform/events/contract.ts";
import { minorDigits } from "../../platform/money.ts";
import { personalDownload, type ReadContext, read } from "../../platform/operation.ts";
import { assertSeesPersonal } from "../../platform/permissions.ts";
import { refusedOf } from "./store.ts";
import { whoIs } from "./who.ts";

/** What the columns mean, beside what they hold: a copy of data is no use to who cannot read it (GDPR Art. 15 (3), 20 (1)). */
const DEFINITIONS: Readonly<Record<string, string>> = {
  customer: "the name that stands for this person in every figure",
  told: "what the source calls them, where that is another name",
  stream: "what kind of row it is: events, transactions, responses, subscriptions, customers, identities, consents",
  source: "the system the row came from",
  import: "the import that brought it; `live` came one by one",
  time: "UTC, ISO 8601",
  start: "UTC, ISO 8601: when what lasts began",
  end: "UTC, ISO 8601: when it ended",
  amount: "decimal, in `currency`",
  score: "as answered, on `scale`",
  points: "the score on 0–100",
  traits: "what else the source told, as JSON",
};

export const exportSubject = read({
  name: "customer.exportSubject",
  method: "GET",
  path: "/customers/{id}/export",
  summary: "Everything held about one customer, from every source and under every name, as JSON, or their rows as CSV",
  permission: "customer:read",
  carrier: "download",
  files: ["application/json", "text/csv"],
  input: z.object({ id: z.string().min(1).max(400), format: z.enum(["json", "csv"]).default("json").describe("csv: the rows alone") }),
  output: personalDownload,
  async run(ctx, { id, format }) {
    assertSeesPersonal(ctx.actor);
    const who = await whoIs(ctx.events, ctx.world, [id]);
    const rows = await rowsOf(ctx, who.customer);
    const knownAs = await ctx.events.people({ world: ctx.world, told: who.names, every: true });
    if (rows.length === 0 && knownAs.length === 0) throw notFound("This customer");
    if (format === "csv") {
      const cells = rows.map((row) => COLUMNS.map((column) => String(row[column] ?? "")));
      return { name: "customer.csv", type: "text/csv; charset=utf-8", text: toCsv([...COLUMNS], cells) };
    }
    const told = {
      customer: who.customer,
      names: who.names,
      takenAt: new Date(ctx.clock()).toISOString(),
      definitions: DEFINITIONS,
      knownAs,
      rows,
      refusedEvents: await refusedOf(ctx.db, who.names),
    };
    return { name: "customer.json", type: "application/json", text: `${JSON.stringify(told, null, 2)}\n` };
  },
});

const COLUMNS = [...WORDS.filter((word) => word !== "world"), ...TEXTS, ...NUMBERS];
const TIMES: ReadonlySet<string> = new Set(["time", "start", "end"]);

/** Every row of theirs, oldest first, with every column that says something. */
async function rowsOf(ctx: ReadContext, customer: string): Promise<Record<string, string | number>[]> {
  const filter = { world: ctx.world, customer };
  const scan = await ctx.events.scan({ filter, words: WORDS, texts: TEXTS, numbers: NUMBERS, order: "oldest", use: "upkeep" });
  const home = (await readSettings(ctx.db, ctx.world)).currency;
  return Array.from({ length: scan.length }, (_, i) => {
    const row: Record<string, string | number> = {};
    for (const word of WORDS) {
      const coded = scan.words[word];
      const text = word === "world" ? undefined : coded?.dictionary[coded.codes[i] ?? -1];
      if (text !== undefined) row[word] = text;
    }
    for (const column of TEXTS) {
      const text = scan.texts[column]?.[i] ?? null;
      if (text !== null) row[column] = text;
    }
    for (const column of NUMBERS) {
      const value = scan.numbers[column]?.[i] ?? Number.NaN;
      if (Number.isNaN(value)) continue;
      if (TIMES.has(column)) row[column] = new Date(value).toISOString();
      else row[column] = column === "amount" ? value / 10 ** minorDigits(String(row["currency"] ?? home)) : value;
    }
    return row;
  });
}
