import { z } from "zod";
import { notFound } from "../platform/errors.ts";
import { minorDigits } from "../platform/money.ts";
import { CONSENTS } from "../platform/events/contract-consents.ts";
import { read, type ReadContext } from "../platform/operation.ts";
import { beliefOf } from "./profile/get-relations.ts";
import { survivorsOf } from "./profile/survivors.ts";
import { assertSeesPersonal } from "../platform/permissions.ts";
import { readList, readSettings } from "../company/index.ts";
import { Timeline } from "./words.ts";

export const getTimeline = read({
  name: "customer.getTimeline",
  method: "GET",
  path: "/customers/{id}/timeline",
  summary: "One customer's single timeline over every source, newest first",
  permission: "customer:read",
  reach: "organisation",
  input: z.object({ id: z.string().min(1), limit: z.coerce.number().int().min(1).max(2000).default(300) }),
  output: Timeline,
  async run(ctx, input) {
    assertSeesPersonal(ctx.actor);
    const { world } = ctx;
    const customer = (await ctx.events.links({ world, told: [input.id] })).at(-1)?.[1] ?? input.id;
    // What they agreed to is told beside it: it is nothing that happened, and ends no silence.
    const filter = { world, customer, stream: { not: [CONSENTS] } };
    const [counts, names, rows, { leftOut }] = await Promise.all([
      ctx.events.countBy({ by: ["source", "stream"], filter: { world, customer }, use: "upkeep" }),
      ctx.events.links({ world, customer }),
      ctx.events.scan({
        filter,
        use: "upkeep",
        numbers: ["time", "score", "amount"],
        words: ["stream", "source", "activity", "kind", "stage", "channel", "unit", "scale", "currency", "segment", "resource"],
        texts: ["case", "comment"],
        order: "newest",
        limit: input.limit,
      }),
      ctx.events.consents({ world, customer }),
    ]);
    const isRead = leftOut.every(({ use, customers }) => use !== "voices" || customers === 0);
    const happened = counts.filter(({ key }) => key[1] !== CONSENTS);
    const total = happened.reduce((sum, c) => sum + c.n, 0);
    const knownAs = await ctx.events.people({ world, told: [customer, ...names.map(([told]) => told)] });
    if (counts.length === 0 && knownAs.length === 0 && !(await isNamed(ctx, customer))) throw notFound("This customer");
    const best = survivorsOf(knownAs, await beliefOf(ctx));
    const home = (await readSettings(ctx.db, ctx.world)).currency;
    const doneBy = new Map((await readList(ctx.db, ctx.world, "steps")).map((step) => [step.id, step.by]));
    const word = (column: keyof typeof rows.words, i: number) => {
      const coded = rows.words[column];
      const code = coded?.codes[i] ?? -1;
      return code < 0 ? null : (coded?.dictionary[code] ?? null);
    };
    const number = (column: "time" | "score" | "amount", i: number) => {
      const value = rows.numbers[column]?.[i] ?? Number.NaN;
      return Number.isNaN(value) ? null : value;
    };
    const entries = Array.from({ length: rows.length }, (_, i) => {
      const stream = word("stream", i) ?? "";
      const time = number("time", i);
      const currency = word("currency", i);
      const minor = number("amount", i);
      return {
        stream,
        source: word("source", i) ?? "",
        time: time === null ? null : new Date(time).toISOString(),
        case: rows.texts.case?.[i] ?? null,
        what: word("activity", i) ?? word("kind", i) ?? stream,
        stage: word("stage", i),
        channel: word("channel", i),
        unit: word("unit", i),
        score: number("score", i),
        scale: word("scale", i),
        comment: isRead ? (rows.texts.comment?.[i] ?? null) : null,
        amount: minor === null ? null : minor / 10 ** minorDigits(currency ?? home),
        currency: minor === null ? null : (currency ?? home),
        side: sideOf(stream, doneBy.get(word("activity", i) ?? "") ?? null, word("resource", i)),
      };
    });
    const segment = Array.from({ length: rows.length }, (_, i) => word("segment", i)).find((s) => s !== null) ?? null;
    const sources = [...new Set(happened.map((c) => c.key[0] ?? ""))];
    return { asked: input.id, id: customer, segment, total, entries, sources, best, knownAs };
  },
});

/** An account of which only its people are known. */
async function isNamed({ events, world }: ReadContext, name: string): Promise<boolean> {
  const among = (field: "account" | "through") => events.people({ world, within: { field, names: [name] } });
  return (await among("account")).length > 0 || (await among("through")).length > 0;
}

/** Who did it: by the company's own list of steps, else ours when the source names who of us, else the customer. */
function sideOf(stream: string, by: "customer" | "company" | null, resource: string | null): "customer" | "company" {
  if (stream !== "events") return "customer";
  return by ?? (resource === null ? "customer" : "company");
}
