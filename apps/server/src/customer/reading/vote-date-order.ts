import type { DateOrder } from "./contract.ts";

const YEAR_LAST = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})(?!\d)/;
const YEAR_FIRST = /^\d{4}[-/.]\d|^(?:19|20)\d{6}(?:T?\d{6})?(?!\d)/;

export interface DateVote {
  /** Null: nothing to vote on (`needed` false) or nothing decides. */
  order: DateOrder | null;
  /** Some texts have day and month in an order only a vote can tell. */
  needed: boolean;
  /** Some can only be day first and some only month first. */
  both: boolean;
}

/**
 * Day and month order by what the texts allow: a number above 12 cannot be a month. The majority wins, so that one typing error
 * does not turn a file. With dots and nothing else to go by it is day first: no country writes month first with dots.
 */
export const voteDateOrder = (texts: Iterable<string>): DateVote => {
  let dmy = 0;
  let mdy = 0;
  let ymd = 0;
  let open = 0;
  let dotted = 0;
  let yearFirst = false;
  for (const text of texts) {
    const match = YEAR_LAST.exec(text);
    if (match === null) {
      if (YEAR_FIRST.test(text)) yearFirst = true;
      continue;
    }
    const first = Number(match[1]);
    const second = Number(match[3]);
    open += 1;
    if (match[2] === ".") dotted += 1;
    if (first > 31 && (match[4] ?? "").length === 2) ymd += 1;
    else if (first > 12 && second <= 12) dmy += 1;
    else if (second > 12 && first <= 12) mdy += 1;
  }
  if (open === 0) return { order: yearFirst ? "ymd" : null, needed: false, both: false };
  // Both kinds of proof in more than a slip of the pen: two systems wrote this column.
  if (Math.min(dmy, mdy) >= 2 && Math.min(dmy, mdy) > (dmy + mdy) * 0.05) return { order: null, needed: true, both: true };
  const most = Math.max(dmy, mdy, ymd);
  const winners = [dmy, mdy, ymd].filter((count) => count === most).length;
  if (most > 0 && winners === 1) {
    return { order: most === dmy ? "dmy" : most === mdy ? "mdy" : "ymd", needed: true, both: false };
  }
  return { order: most === 0 && dotted === open ? "dmy" : null, needed: true, both: false };
};
