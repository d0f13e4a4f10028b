import { z } from "zod";
import type { CaseFilter as MinedFilter } from "@counterseat/journey";
import { CounterseatError } from "../platform/errors.ts";
import { startOfDay } from "../platform/zone.ts";

const step = z.string().min(1).max(500);
const not = z.boolean().optional().describe("keeps the journeys for which it does not hold");
const seconds = z.number().min(0).max(1e10);
const day = z.iso.date();

/** One condition on a journey, as a link carries it. */
export const CaseFilter = z
  .discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("has-step"), step, times: z.int().min(1).max(1000).optional(), not }),
    z.strictObject({ kind: z.literal("follows"), from: step, to: step, direct: z.boolean().optional(), atMost: seconds.optional(), not }),
    z.strictObject({ kind: z.literal("starts-with"), steps: z.array(step).length(1), not }),
    z.strictObject({ kind: z.literal("ends-with"), steps: z.array(step).length(1), not }),
    z.strictObject({ kind: z.literal("duration"), atLeast: seconds.optional(), atMost: seconds.optional(), not }),
    z.strictObject({
      kind: z.literal("period"),
      from: day,
      to: day.describe("this day is included"),
      how: z.enum(["begins", "touches", "inside"]),
      not,
    }),
    z.strictObject({ kind: z.literal("way"), steps: z.array(step).min(1).max(500), not }),
  ])
  .meta({ id: "CaseFilter" });
export type CaseFilter = z.infer<typeof CaseFilter>;

const Stack = z.array(CaseFilter).max(20);

export const where = z.string().max(20_000).optional().describe("a JSON list of CaseFilter: only journeys for which all hold");

/** The stack of filters a link carries. @throws invalid that says which filter is wrong */
export function filtersOf(text: string | undefined): CaseFilter[] {
  if (text === undefined || text === "") return [];
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch {
    throw invalid("The filters of this link are no JSON.", "Take the filters off, and set them again on the page.");
  }
  const read = Stack.safeParse(given);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw invalid(
    `Filter ${issue?.path[0] === undefined ? "list" : Number(issue.path[0]) + 1} is wrong: ${issue?.message ?? "unknown"}.`,
    "Take the filters off, and set them again on the page.",
  );
}

const DAY = 86_400_000;

/** As the kernel reads them; days are those of the organisation's zone. @throws invalid for limits no journey can meet */
export function minedFilters(filters: readonly CaseFilter[], zone: string): MinedFilter[] {
  return filters.map((filter): MinedFilter => {
    if (filter.kind === "duration" && (filter.atLeast ?? 0) > (filter.atMost ?? Infinity))
      throw invalid("No journey can take longer and shorter than that.", "Let the longest be above the shortest.");
    if (filter.kind !== "period") return withoutAbsent(filter);
    const after = new Date(Date.parse(filter.to) + DAY).toISOString().slice(0, 10);
    const [from, to] = [startOfDay(filter.from, zone), startOfDay(after, zone)];
    if (from >= to) throw invalid("The period ends before it begins.", "Let it end on its first day or later.");
    return withoutAbsent({ ...filter, from, to });
  });
}

/** The kernel's types know no `undefined`. */
function withoutAbsent<T extends object>(filter: T): MinedFilter {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined)) as MinedFilter;
}

/** The step a filter names and the log does not know; null when it knows them all. */
export function unknownStep(filters: readonly MinedFilter[], activities: readonly string[]): string | null {
  const known = new Set(activities);
  for (const filter of filters) {
    const named =
      filter.kind === "has-step"
        ? [filter.step]
        : filter.kind === "follows"
          ? [filter.from, filter.to]
          : "steps" in filter
            ? filter.steps
            : [];
    const unknown = named.find((name) => !known.has(name));
    if (unknown !== undefined) return unknown;
  }
  return null;
}

function invalid(detail: string, fix: string): CounterseatError {
  return new CounterseatError("invalid", detail, { fix });
}
