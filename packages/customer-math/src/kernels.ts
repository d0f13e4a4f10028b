import { isObject, numberArgument, numberList, refuseUnknown, requiredObject, type Kernel, type KernelInput } from "@counterseat/stats";
import { chooseWindow, type WindowChoice } from "./choose-window.ts";
import { subscriptionsFromText, transactionsFromText, type LedgerRoles, type TextTransactions } from "./columns-from-text.ts";
import { ledgerOfSubscriptions } from "./ledger-of-subscriptions.ts";
import { ledgerOfTransactions, type LedgerPeriods } from "./ledger-of-transactions.ts";
import { ledgerOfValues } from "./ledger-of-values.ts";
import { rowsInUnits, type LedgerRow } from "./ledger-row.ts";
import { PERIODS, type Period } from "./periods.ts";
import { ledgerRates, type LedgerRates } from "./rates.ts";

/** `in-and-out-not-seen`: valuations do not show who came and left between two of them. `no-rows`: no period had ended. `no-margin`. */
export type LedgerDoubt = "in-and-out-not-seen" | "no-rows" | "no-margin" | WindowChoice["doubts"][number];

export type LedgerDefinition = {
  readonly basis: "values" | "transactions" | "subscriptions";
  readonly period: Period | null;
  /** W in days, how it came about, and its errors; null where activity needs no window. */
  readonly window: number | "period" | null;
  readonly windowChoice: WindowChoice | null;
  readonly timezone: string | null;
  readonly fiscalStart: number | null;
  readonly asOf: string | null;
};

export type LedgerOutput = {
  readonly definition: LedgerDefinition;
  readonly rows: readonly (LedgerRow & { readonly rates: LedgerRates })[];
  readonly doubts: readonly LedgerDoubt[];
};

type Args = KernelInput["args"];

const LEDGER = "customer-math.ledger";
const WINDOW = "customer-math.window";

const TEXT = { type: "string" } as const;
const COUNT = { type: "integer", minimum: 0 } as const;
const NUMBER = { type: "number" } as const;
const NUMBER_OR_NULL = { type: ["number", "null"] } as const;
const COUNT_OR_NULL = { type: ["integer", "null"], minimum: 0 } as const;
const DATE = { ...TEXT, format: "date" } as const;
const INTERVAL = { type: ["array", "null"], items: NUMBER, minItems: 2, maxItems: 2 } as const;
const DOUBTS = { type: "array", items: TEXT } as const;
const LINE = {
  type: "object",
  properties: { n: COUNT, value: NUMBER, margin: NUMBER_OR_NULL },
  required: ["n", "value", "margin"],
} as const;
const SUM = { type: "object", properties: { n: { type: "integer" }, value: NUMBER } } as const;

const COLUMNS = {
  customer: { ...TEXT, description: "column; guessed from usual headers when absent, as the others" },
  time: { ...TEXT, description: "2026-11-23, 2026-11-23T14:50+01:00, 20261123 or UTC milliseconds" },
  amount: { ...TEXT, description: "decimal number; below 0 is a refund" },
  timezone: { ...TEXT, default: "UTC", description: "IANA zone of periods and windows; times without an offset are in it" },
  asOf: { ...DATE, description: "what happened after this day is left out" },
} as const;
const PERIOD = { enum: PERIODS, default: "month" } as const;
const TOLERANCE = { ...NUMBER, minimum: 0, maximum: 1, default: 0.15 } as const;

const RATES = {
  type: "object",
  properties: {
    retention: {
      type: "object",
      properties: {
        customers: NUMBER_OR_NULL,
        grossValue: NUMBER_OR_NULL,
        netValue: NUMBER_OR_NULL,
        grossLoss: SUM,
        in: COUNT,
        out: COUNT,
        grossIn: COUNT_OR_NULL,
        grossOut: COUNT_OR_NULL,
      },
    },
    growth: SUM,
    replacementShare: NUMBER_OR_NULL,
    valueSwap: NUMBER_OR_NULL,
    quickRatio: NUMBER_OR_NULL,
  },
} as const;

const ERRORS = {
  window: { type: "integer", description: "days" },
  declaredLost: COUNT,
  cameBack: { ...COUNT, description: "of those declared lost" },
  cameBackShare: NUMBER_OR_NULL,
  cameBackInterval: INTERVAL,
  kept: COUNT,
  gone: { ...COUNT, description: "of those kept, who never bought again" },
  goneShare: NUMBER_OR_NULL,
  goneInterval: INTERVAL,
} as const;
const CHOICE = {
  window: { type: "integer", description: "days" },
  errors: { type: ["object", "null"], properties: ERRORS },
  others: { type: "array", items: { type: "object", properties: ERRORS } },
  tolerance: NUMBER,
  from: { type: ["string", "null"], description: "first day of looking on who came back" },
  to: { type: ["string", "null"], description: "first day after it" },
  doubts: DOUBTS,
} as const;

const LEDGER_KNOWN = ["values", "margin", "names", "basis", "period", "window", "tolerance", "fiscalStart", "start", "end"];

const ledgerKernel = {
  name: LEDGER,
  summary:
    "The customer asset ledger: opening, new, returned, lost, grown, shrunk, flat, in and out, closing, in people, value and margin.",
  source: "J. Bliss, Chief Customer Officer 2.0 (2015), customer asset metrics; Stripe and ChartMogul glossaries for the movements",
  args: {
    type: "object",
    properties: {
      values: {
        type: "object",
        additionalProperties: { type: "array", items: NUMBER },
        description: "per customer, the value at each end of a period, oldest first; without a file",
      },
      margin: {
        description: "share of the value that remains: one number, or one per customer",
        oneOf: [NUMBER, { type: "object", additionalProperties: NUMBER }],
      },
      names: { type: "array", items: TEXT, description: "names of the ends of periods, with values" },
      basis: { enum: ["transactions", "subscriptions"], default: "transactions", description: "what the file holds" },
      period: PERIOD,
      window: {
        description: "days without a purchase after which a customer counts as lost, or `period`; chosen from the data when absent",
        oneOf: [{ type: "integer", minimum: 1 }, { const: "period" }],
      },
      tolerance: TOLERANCE,
      fiscalStart: { type: "integer", minimum: 1, maximum: 12, default: 1 },
      ...COLUMNS,
      start: { ...TEXT, description: "column, for subscriptions" },
      end: { ...TEXT, description: "column, for subscriptions; empty while it runs" },
    },
  },
  output: {
    type: "object",
    properties: {
      definition: {
        type: "object",
        properties: {
          basis: TEXT,
          period: { type: ["string", "null"] },
          window: { type: ["integer", "string", "null"] },
          windowChoice: { type: ["object", "null"], properties: CHOICE },
          timezone: { type: ["string", "null"] },
          fiscalStart: { type: ["integer", "null"] },
          asOf: { type: ["string", "null"] },
        },
      },
      rows: {
        type: "array",
        items: {
          type: "object",
          properties: {
            from: TEXT,
            to: TEXT,
            opening: LINE,
            new: LINE,
            returned: LINE,
            lost: LINE,
            grown: LINE,
            shrunk: LINE,
            flat: LINE,
            inAndOut: LINE,
            closing: LINE,
            gross: { type: ["object", "null"], properties: { new: COUNT, returned: COUNT, lost: COUNT } },
            rates: RATES,
          },
        },
      },
      doubts: DOUBTS,
    },
  },
  run: (input): LedgerOutput => {
    const { columns, args } = input;
    refuseUnknown(LEDGER, args, [...LEDGER_KNOWN, ...Object.keys(COLUMNS)]);
    if (args["values"] !== undefined && columns !== null) throw new RangeError(`${LEDGER}: give "values" or a file, not both`);
    if (args["values"] !== undefined) return fromValues(args);
    if (columns === null) throw new RangeError(`${LEDGER}: give "values" in the arguments, or a file`);
    return choiceOf(LEDGER, args, "basis", ["transactions", "subscriptions"]) === "subscriptions"
      ? fromSubscriptions(input)
      : fromTransactions(input);
  },
} satisfies Kernel;

const windowKernel = {
  name: WINDOW,
  summary: "After how many days without a purchase a customer counts as lost, chosen from the data, with both ways to be wrong.",
  source: "hold-out validation: customers are judged at a cut and looked on after it; intervals by E. B. Wilson, JASA 22 (1927)",
  args: {
    type: "object",
    properties: {
      period: PERIOD,
      tolerance: TOLERANCE,
      cut: { ...DATE, description: "customers are judged at its first instant; the middle of the history when absent" },
      horizon: { type: "integer", minimum: 1, description: "days after the cut in which coming back is looked for" },
      ...COLUMNS,
    },
  },
  output: { type: "object", properties: CHOICE },
  run: ({ columns, args }): WindowChoice => {
    if (columns === null) throw new RangeError(`${WINDOW}: give a file of transactions`);
    refuseUnknown(WINDOW, args, ["period", "tolerance", "cut", "horizon", ...Object.keys(COLUMNS)]);
    const { transactions } = transactionsFromText(columns, rolesOf(WINDOW, args));
    return chooseWindow({
      transactions,
      period: choiceOf(WINDOW, args, "period", PERIODS),
      tolerance: numberArgument(WINDOW, args, "tolerance", 0.15),
      cut: textArgument(WINDOW, args, "cut"),
      horizon: numberArgument(WINDOW, args, "horizon", null),
      asOf: textArgument(WINDOW, args, "asOf"),
    });
  },
} satisfies Kernel;

function fromValues(args: Args): LedgerOutput {
  for (const name of Object.keys(args)) {
    if (!["values", "margin", "names"].includes(name)) throw new RangeError(`${LEDGER}: "${name}" goes with a file, not with "values"`);
  }
  const given = requiredObject(LEDGER, args, "values");
  // Entries, since a customer may be called "__proto__".
  const values = Object.fromEntries(
    Object.entries(given).map(([customer, list]) => {
      if (!Array.isArray(list)) throw new RangeError(`${LEDGER}: "values" has no list of numbers for "${customer}"`);
      return [customer, Array.from(numberList(LEDGER, `values.${customer}`, list))];
    }),
  );
  const rates = marginRates(args, Object.keys(values));
  const margin = rates === null ? null : Object.fromEntries(Object.keys(values).map((customer, c) => [customer, rates[c]]));
  const names = args["names"];
  if (names !== undefined && !(Array.isArray(names) && names.every((name): name is string => typeof name === "string")))
    throw new RangeError(`${LEDGER}: "names" must be a list of texts`);
  const rows = ledgerOfValues({ values, margin, ...(names === undefined ? {} : { names }) });
  const definition = {
    basis: "values",
    period: null,
    window: null,
    windowChoice: null,
    timezone: null,
    fiscalStart: null,
    asOf: null,
  } as const;
  return output(definition, rows, ["in-and-out-not-seen"]);
}

function fromTransactions({ columns, args }: KernelInput): LedgerOutput {
  if (columns === null) throw new RangeError(`${LEDGER}: give a file of transactions`);
  const read = transactionsFromText(columns, rolesOf(LEDGER, args));
  const periods = periodsOf(args);
  const choice = args["window"] === undefined ? choose(read, periods, args) : null;
  const window = args["window"] === "period" ? "period" : (choice?.window ?? numberArgument(LEDGER, args, "window", 0));
  const rows = ledgerOfTransactions({
    transactions: read.transactions,
    window,
    marginRate: marginRates(args, read.names),
    ...periods,
  });
  return output(
    { basis: "transactions", window, windowChoice: choice, ...definitionOf(args, periods) },
    rowsInUnits(rows, read.unit),
    choice?.doubts ?? [],
  );
}

function choose({ transactions }: TextTransactions, { period, asOf = null }: LedgerPeriods, args: Args): WindowChoice {
  return chooseWindow({ transactions, period, asOf, tolerance: numberArgument(LEDGER, args, "tolerance", 0.15) });
}

function fromSubscriptions({ columns, args }: KernelInput): LedgerOutput {
  if (columns === null) throw new RangeError(`${LEDGER}: give a file of subscriptions`);
  if (args["window"] !== undefined) throw new RangeError(`${LEDGER}: subscriptions say themselves when they end; leave out "window"`);
  const { subscriptions, names, unit } = subscriptionsFromText(columns, rolesOf(LEDGER, args));
  const periods = periodsOf(args);
  const rows = ledgerOfSubscriptions({ subscriptions, marginRate: marginRates(args, names), ...periods });
  return output({ basis: "subscriptions", window: null, windowChoice: null, ...definitionOf(args, periods) }, rowsInUnits(rows, unit), []);
}

function output(definition: LedgerDefinition, rows: readonly LedgerRow[], doubts: readonly LedgerDoubt[]): LedgerOutput {
  const all: LedgerDoubt[] = [...doubts];
  if (rows.length === 0) all.push("no-rows");
  if (rows.some(({ closing }) => closing.margin === null)) all.push("no-margin");
  return { definition, rows: rows.map((row) => ({ ...row, rates: ledgerRates(row) })), doubts: all };
}

function periodsOf(args: Args): LedgerPeriods {
  return {
    period: choiceOf(LEDGER, args, "period", PERIODS),
    fiscalStart: numberArgument(LEDGER, args, "fiscalStart", 1),
    asOf: textArgument(LEDGER, args, "asOf"),
  };
}

type Told = Pick<LedgerDefinition, "period" | "timezone" | "fiscalStart" | "asOf">;

function definitionOf(args: Args, { period, fiscalStart = 1, asOf = null }: LedgerPeriods): Told {
  return { period, timezone: textArgument(LEDGER, args, "timezone") ?? "UTC", fiscalStart, asOf };
}

/** One rate for all, or one for each; null when none is given. */
function marginRates(args: Args, customers: readonly string[]): Float64Array | null {
  const margin = args["margin"];
  if (margin === undefined || margin === null) return null;
  if (typeof margin === "number" && Number.isFinite(margin)) return new Float64Array(customers.length).fill(margin);
  if (!isObject(margin)) throw new RangeError(`${LEDGER}: "margin" must be a number, or an object with one for each customer`);
  return Float64Array.from(customers, (customer) => {
    const rate = Object.hasOwn(margin, customer) ? margin[customer] : undefined;
    if (typeof rate !== "number" || !Number.isFinite(rate))
      throw new RangeError(`${LEDGER}: "margin" has no number for "${customer}"; give one for each customer, or none at all`);
    return rate;
  });
}

function rolesOf(kernel: string, args: Args): LedgerRoles {
  const roles: Record<string, string> = {};
  for (const role of ["customer", "time", "amount", "start", "end", "timezone"]) {
    const value = textArgument(kernel, args, role);
    if (value !== null) roles[role] = value;
  }
  return roles;
}

function textArgument(kernel: string, args: Args, name: string): string | null {
  const value = args[name];
  if (value === undefined || value === null) return null;
  if (typeof value !== "string" || value === "") throw new RangeError(`${kernel}: "${name}" must be a text`);
  return value;
}

/** One of some words, the first of them when absent. */
function choiceOf<T extends string>(kernel: string, args: Args, name: string, words: readonly T[]): T {
  const value = args[name] ?? words[0];
  const found = words.find((word) => word === value);
  if (found === undefined) throw new RangeError(`${kernel}: "${name}" must be one of ${words.join(", ")}`);
  return found;
}

/** The kernels of this package, as `compute --list` shows them. */
export const kernels: readonly Kernel[] = [ledgerKernel, windowKernel];
