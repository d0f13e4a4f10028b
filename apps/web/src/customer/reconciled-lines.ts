import type { Output } from "../api.ts";
import { t } from "../messages/text.ts";
import { number } from "../ui/format.ts";

export type Reconciliation = Output<"customer.reconcileSource">;
type Line = "read" | "refused" | "alreadyKnown" | "notKept" | "kept" | "withdrawn" | "erased" | "expired" | "now" | "difference";

export interface StatementLine {
  readonly key: Line;
  readonly label: string;
  readonly kind: "open" | "less" | "sum" | "memo";
  readonly rows: number;
  /** Minor units, in the order of the statement's currencies. */
  readonly money: readonly number[];
}

const LINES: readonly (readonly [Line, StatementLine["kind"]])[] = [
  ["read", "open"],
  ["refused", "less"],
  ["alreadyKnown", "less"],
  ["notKept", "less"],
  ["kept", "open"],
  ["withdrawn", "less"],
  ["erased", "less"],
  ["expired", "less"],
  ["now", "sum"],
  ["difference", "memo"],
];
/** Lines that most sources never have stay away while they are nought. */
const RARE: ReadonlySet<Line> = new Set(["notKept", "withdrawn", "erased", "expired"]);

/** The account of a source as lines: read, less what was not kept, less what was taken back, is what has to be held. */
export function statementLines(told: Reconciliation): StatementLine[] {
  return LINES.map(([key, kind]) => ({
    key,
    kind,
    label: t(`source.line.${key}`),
    rows: told.rows[key],
    money: told.money.map((line) => line[key]),
  })).filter((line) => !RARE.has(line.key) || line.rows !== 0 || line.money.some((sum) => sum !== 0));
}

/** Minor units to the last one: `1,234.50`. */
export function exact(minor: number, digits: number): string {
  return number(minor / 10 ** digits, { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

export function exactMoney(minor: number, { currency, digits }: { currency: string; digits: number }): string {
  return `${currency} ${exact(minor, digits)}`;
}
