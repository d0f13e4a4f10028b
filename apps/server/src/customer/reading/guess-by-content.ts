import type { ColumnProfile } from "./column-profile.ts";
import type { Field, ImportKind } from "./contract.ts";
import { namesAnotherThing } from "./score-header.ts";

type Test = (column: ColumnProfile) => boolean;

const isTime: Test = (column) => column.timeShare >= 0.9;
const isNumber: Test = (column) => column.numberShare >= 0.9 && column.timeShare < 0.9;
const isMoney: Test = (column) => isNumber(column) && column.fractionShare > 0.1;
const isId: Test = (column) => column.distinct > 1 && column.fractionShare < 0.1 && column.timeShare < 0.5 && column.meanLength <= 40;
const isLabel: Test = (column) =>
  column.numberShare < 0.5 && column.timeShare < 0.5 && column.distinct > 1 && column.distinct <= Math.max(30, column.filled * 0.2);
const isScore: Test = (column) => isNumber(column) && column.distinct <= 101 && column.largest <= 100 && !column.leadingZeros;
const isCount: Test = (column) =>
  isNumber(column) && column.fractionShare === 0 && column.distinct <= 200 && column.largest < 10_000 && !column.leadingZeros;

const isProse: Test = (column) =>
  column.meanLength > 15 && column.numberShare < 0.1 && column.samples.some((sample) => sample.includes(" "));

/** What each kind looks for where no header helps, in the order in which the columns are given away. */
const WANTED: Record<ImportKind, readonly (readonly [Field, Test])[]> = {
  events: [
    ["time", isTime],
    ["activity", isLabel],
    ["case", isId],
  ],
  transactions: [
    ["time", isTime],
    ["amount", isMoney],
    ["customer", isId],
    ["quantity", isCount],
    ["amount", isNumber],
  ],
  customers: [["customer", isId]],
  subscriptions: [
    ["start", isTime],
    ["amount", isMoney],
    ["customer", isId],
    ["amount", isNumber],
  ],
  responses: [
    ["time", isTime],
    ["score", isScore],
    ["comment", isProse],
  ],
  beliefs: [
    ["time", isTime],
    ["score", isScore],
    ["comment", isProse],
    ["role", isLabel],
  ],
  consents: [
    ["time", isTime],
    ["customer", isId],
  ],
};
const REQUIRED: ReadonlySet<Field> = new Set(["time", "start", "activity", "case", "customer", "amount", "score"]);
/** Kinds whose columns may be told by their content although the file has a header. */
const FROM_CONTENT: ReadonlySet<ImportKind> = new Set(["events", "transactions", "customers", "subscriptions"]);

/**
 * Columns by what they hold, for fields no header names. Without a header the first that fits is proposed (of CDNOW's two ids the
 * first is the customer); with one, only where it is the only one: two unnamed candidates are for a person to tell apart.
 */
export const guessByContent = (input: {
  kind: ImportKind;
  columns: readonly ColumnProfile[];
  header: boolean;
  taken: ReadonlySet<number>;
  has: (field: Field) => boolean;
}): Map<Field, { column: ColumnProfile; confidence: number; reason: string }> => {
  const { kind, columns, header, has } = input;
  const taken = new Set(input.taken);
  const map = new Map<Field, { column: ColumnProfile; confidence: number; reason: string }>();
  for (const [field, test] of WANTED[kind]) {
    if (has(field) || map.has(field) || (field === "case" && has("customer"))) continue;
    if (header && !(REQUIRED.has(field) && (FROM_CONTENT.has(kind) || field === "score" || field === "time"))) continue;
    const found = columns.filter(
      (column) =>
        !taken.has(column.position) &&
        !column.name.startsWith("case:") &&
        !column.rowNumbers &&
        !(header && namesAnotherThing(column.name)) &&
        test(column),
    );
    const column = found[0];
    if (column === undefined || (header && found.length > 1)) continue;
    map.set(field, {
      column,
      confidence: found.length === 1 ? 0.5 : 0.4,
      reason: found.length === 1 ? "the only column that looks like it" : "the first column that looks like it",
    });
    taken.add(column.position);
  }
  return map;
};
