import type { CaseFilter as MinedFilter } from "@counterseat/journey";
import { CounterseatError, notFound } from "../platform/errors.ts";
import type { ReadContext } from "../platform/operation.ts";
import type { LogRef, Missing, OfCases } from "./tasks.ts";

export interface FoundLog {
  readonly log: string;
  readonly world: string;
  readonly events: number;
  readonly cases: number;
  readonly last: number | null;
}

/** Event logs: every source that told events, most events first. */
export async function listLogs(ctx: ReadContext, world: string | readonly string[]): Promise<FoundLog[]> {
  const counts = await ctx.events.countBy({ by: ["source", "world"], filter: { stream: "events", world, case: { not: [null] } } });
  return counts.map((c) => ({ log: c.key[0] ?? "", world: c.key[1] ?? "", events: c.n, cases: c.cases, last: c.last }));
}

/** A log by name: in the world asked for, else in the one that has it. */
export async function findLog(ctx: ReadContext, log: string): Promise<FoundLog> {
  const found = (await listLogs(ctx, ["own", "sample", "preview"])).filter((l) => l.log === log);
  const best = found.find((l) => l.world === ctx.world) ?? found[0];
  if (best === undefined) throw notFound(`The log "${log}"`);
  return best;
}

/** Runs a journey task; the columns travel to the computing thread only when it does not hold this state of the log. */
export async function withLog<T>(ctx: ReadContext, found: FoundLog, task: string, input: object): Promise<T> {
  const key = `${found.world}/${found.log}/${ctx.events.version}`;
  const first = await ctx.compute.run<T | Missing>(task, { ...input, key, columns: null } satisfies LogRef);
  if (!isMissing(first)) return first;
  const scan = await ctx.events.scan({
    // What belongs to no case (a web visit nobody is known by, a survey) is no step of a journey.
    filter: { stream: "events", world: found.world, source: found.log, case: { not: [null] } },
    numbers: ["time"],
    words: ["activity", "resource"],
    codes: ["case"],
  });
  const columns: LogRef["columns"] = {
    caseCode: scan.codes.case ?? new Int32Array(),
    activity: scan.words.activity?.codes ?? new Int32Array(),
    time: scan.numbers.time ?? new Float64Array(),
    resource: scan.words.resource?.codes ?? new Int32Array(),
    activities: scan.words.activity?.dictionary ?? [],
  };
  const second = await ctx.compute.run<T | Missing>(task, { ...input, key, columns });
  if (isMissing(second)) throw new Error("the computing thread dropped a log it was just sent");
  return second;
}

/** The same for the cases that hold for a stack of filters. @throws invalid for a filter that names a step the log does not know */
export async function withCases<T>(
  ctx: ReadContext,
  found: FoundLog,
  task: string,
  input: { readonly filters: readonly MinedFilter[]; readonly [more: string]: unknown },
) {
  return knownSteps(await withLog<OfCases<T>>(ctx, found, task, input));
}

/** @throws invalid where a filter names a step the log does not know */
export function knownSteps<T>(answer: OfCases<T>) {
  if (answer.unknownStep === null) return answer;
  throw new CounterseatError("invalid", `No step of this journey is called "${answer.unknownStep}".`, {
    fix: "Take that filter off, or choose the journey it was made for.",
  });
}

export function isMissing(value: unknown): value is Missing {
  return typeof value === "object" && value !== null && "missing" in value;
}
