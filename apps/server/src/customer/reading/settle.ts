import type { DateOrder, Decimal, Settled } from "./contract.ts";

/** A setting of the file between what was said, what its own values show, and how it was last time. */
export interface Setting<T> {
  value: T | null;
  asLastTime: boolean;
  /** Null: settled. Else only a person can say: nothing shows it, the file shows both, or it shows another than last time. */
  doubt: { because: "nothing" | "both" | "other-than-last"; sample: string | null } | null;
}

export const asSaid = <T>(value: T): Setting<T> => ({ value, asLastTime: false, doubt: null });

/** What the dates show stands above what was said last time: where the two differ, the person is asked. */
export const settleDates = (vote: { order: DateOrder | null; open: boolean; both: boolean }, last: Settled | null): Setting<DateOrder> => {
  const before = last?.dateOrder ?? null;
  if (vote.both) return { value: null, asLastTime: false, doubt: { because: "both", sample: null } };
  if (vote.open) {
    if (before !== null) return { value: before, asLastTime: true, doubt: null };
    return { value: null, asLastTime: false, doubt: { because: "nothing", sample: null } };
  }
  const differs = before !== null && vote.order !== null && vote.order !== "ymd" && before !== "ymd" && vote.order !== before;
  return { value: vote.order, asLastTime: false, doubt: differs ? { because: "other-than-last", sample: null } : null };
};

/** The same for the decimal mark. */
export const settleDecimal = (vote: { decimal: Decimal; open: string | null; proven: boolean }, last: Settled | null): Setting<Decimal> => {
  const before = last?.decimal ?? null;
  if (vote.open !== null) {
    if (before !== null) return { value: before, asLastTime: true, doubt: null };
    return { value: vote.decimal, asLastTime: false, doubt: { because: "nothing", sample: vote.open } };
  }
  const differs = before !== null && vote.proven && vote.decimal !== before;
  return { value: vote.decimal, asLastTime: false, doubt: differs ? { because: "other-than-last", sample: null } : null };
};
