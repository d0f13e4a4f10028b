import { refuseUnknown, type Kernel } from "@counterseat/stats";
import { promiseKept, type PromiseKept } from "./promise-kept.ts";
import { readTimes, type DateOrder } from "./read-times.ts";

const NAME = "journey.promise";
const SHARE = { type: ["number", "null"], minimum: 0, maximum: 1 } as const;
const COUNT = { type: "integer", minimum: 0 } as const;

export const promiseKernel = {
  name: NAME,
  summary: "How often a promised moment was kept, by instant or by calendar day in the organisation's zone; one row a promise.",
  source: "own definition: late is after the promised instant, or on a later day than the promised one",
  args: {
    type: "object",
    required: ["promised", "happened"],
    properties: {
      promised: { type: "string", description: "column of the promised time; rows without one are no promises" },
      happened: { type: "string", description: "column of the time it happened; empty while it has not" },
      by: { enum: ["instant", "date"], default: "date" },
      timezone: { type: "string", default: "UTC", description: "IANA zone of times without an offset, and of the days" },
      dates: { enum: ["month-first", "day-first"], description: "for dates such as 2/3/2026; seen from the column where that tells" },
      asOf: { type: "string", description: "an ISO 8601 time: what is due and has not happened by then is late" },
    },
  },
  output: {
    type: "object",
    properties: {
      n: COUNT,
      kept: COUNT,
      late: COUNT,
      open: COUNT,
      keptShare: SHARE,
      lateness: {
        type: ["object", "null"],
        description: "seconds by instant, days by date; negative is early",
        properties: { median: { type: "number" }, mean: { type: "number" }, p90: { type: "number" } },
      },
    },
  },
  run: ({ columns, args }): PromiseKept => {
    if (columns === null) throw new RangeError(`${NAME}: give a file with a row for each promise`);
    refuseUnknown(NAME, args, ["promised", "happened", "by", "timezone", "dates", "asOf"]);
    const timezone = textOf(args["timezone"] ?? "UTC", "timezone");
    const dates = oneOf(args["dates"], ["month-first", "day-first"] as const, "dates");
    const columnOf = (role: "promised" | "happened"): Float64Array => {
      const name = textOf(args[role], role);
      const cells = Object.hasOwn(columns.columns, name) ? columns.columns[name] : undefined;
      if (cells === undefined) throw new RangeError(`${NAME}: there is no column "${name}"; there are ${columns.names.join(", ")}`);
      return readTimes(name, cells, timezone, dates satisfies DateOrder | null);
    };
    const [promised, happened] = [columnOf("promised"), columnOf("happened")];
    const made = promised.map((_, row) => row).filter((row) => !Number.isNaN(promised[row]));
    const asOf = args["asOf"] === undefined ? {} : { asOf: readTimes("asOf", [textOf(args["asOf"], "asOf")], timezone, null)[0] };
    return promiseKept({
      promised: made.map((row) => promised[row]),
      happened: made.map((row) => happened[row]),
      by: oneOf(args["by"], ["instant", "date"] as const, "by") ?? "date",
      zone: timezone,
      ...asOf,
    });
  },
} satisfies Kernel;

function textOf(value: unknown, name: string): string {
  if (typeof value !== "string" || value === "") throw new RangeError(`${NAME}: "${name}" must be a text`);
  return value;
}

function oneOf<T extends string>(value: unknown, choices: readonly T[], name: string): T | null {
  if (value === undefined) return null;
  const found = choices.find((choice) => choice === value);
  if (found === undefined) throw new RangeError(`${NAME}: "${name}" is one of ${choices.join(", ")}`);
  return found;
}
