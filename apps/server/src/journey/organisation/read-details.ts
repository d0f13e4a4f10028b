import type { ReadContext } from "../../platform/operation.ts";
import type { CaseFilter as MinedFilter } from "@counterseat/journey";
import { type FoundLog, isMissing, knownSteps } from "../with-log.ts";
import type { Missing, OfCases } from "../tasks.ts";
import type { DetailColumns, DetailRef } from "./details.ts";

/**
 * Runs a task on a log with all its events tell (unit, channel, kind, customer), what customers answered about its cases, and when they stop paying; the columns
 * travel to the computing thread only when it does not hold them.
 */
export async function withDetails<T>(
  ctx: ReadContext,
  found: FoundLog,
  task: string,
  input: { readonly filters: readonly MinedFilter[]; readonly [more: string]: unknown },
) {
  const key = `${found.world}/${found.log}/${ctx.events.version}/details`;
  const first = await ctx.compute.run<OfCases<T> | Missing>(task, { ...input, key, columns: null } satisfies DetailRef);
  const answer = isMissing(first)
    ? await ctx.compute.run<OfCases<T> | Missing>(task, { ...input, key, columns: await scan(ctx, found) })
    : first;
  if (isMissing(answer)) throw new Error("the computing thread dropped a log it was just sent");
  return knownSteps(answer);
}

/** What customers wrote in the answers that a task named by their place among all answers of the details. */
export async function writtenIn(ctx: ReadContext, found: FoundLog, places: readonly number[]) {
  const { sources } = await sourcesOf(ctx, found);
  const answers = await ctx.events.scan({
    filter: { world: found.world, source: sources, stream: ["responses"], case: { not: [null] } },
    numbers: ["points", "time"],
    texts: ["comment", "customer"],
  });
  return places.flatMap((place) => {
    const text = answers.texts.comment?.[place] ?? "";
    const [points, time] = [answers.numbers.points?.[place] ?? Number.NaN, answers.numbers.time?.[place] ?? Number.NaN];
    return text === "" ? [] : [{ text, points, time, customer: answers.texts.customer?.[place] ?? null }];
  });
}

/** The log, and every source that tells answers or contracts. */
async function sourcesOf(ctx: ReadContext, { world, log }: FoundLog): Promise<{ sources: string[] }> {
  const beside = await ctx.events.countBy({
    by: ["stream", "source"],
    filter: { world, stream: ["responses", "subscriptions"] },
    rowsOnly: true,
  });
  return { sources: [...new Set([log, ...beside.flatMap(({ key }) => (key[1] === null || key[1] === undefined ? [] : [key[1]]))])] };
}

async function scan(ctx: ReadContext, found: FoundLog): Promise<DetailColumns> {
  const { world } = found;
  // Events, answers and contracts in one scan: only then do the codes of cases and customers mean the same in all three.
  const { sources } = await sourcesOf(ctx, found);
  const all = await ctx.events.scan({
    filter: { world, source: sources, stream: ["events", "responses", "subscriptions"], case: { not: [null] } },
    numbers: ["time", "points", "end", "amount"],
    words: ["stream", "source", "activity", "resource", "unit", "channel", "kind"],
    codes: ["case", "customer"],
  });
  const word = (name: "stream" | "source" | "activity" | "resource" | "unit" | "channel" | "kind") => {
    const column = all.words[name] ?? { codes: new Int32Array(all.length).fill(-1), dictionary: [] };
    return { codes: column.codes, dictionary: column.dictionary };
  };
  const number = (name: "time" | "points" | "end" | "amount") => all.numbers[name] ?? new Float64Array(all.length).fill(Number.NaN);
  const code = (name: "case" | "customer") => all.codes[name] ?? new Int32Array(all.length).fill(-1);
  return {
    log: found.log,
    stream: word("stream"),
    source: word("source"),
    activity: word("activity"),
    resource: word("resource"),
    unit: word("unit"),
    channel: word("channel"),
    kind: word("kind"),
    caseCode: code("case"),
    customer: code("customer"),
    time: number("time"),
    points: number("points"),
    end: number("end"),
    amount: number("amount"),
  };
}
