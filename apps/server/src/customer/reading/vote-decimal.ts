import type { Decimal } from "./contract.ts";
import { looksNumeric } from "./parse-decimal.ts";

export interface DecimalVote {
  /** Null: nothing speaks. */
  decimal: Decimal | null;
  /** A number that means another thing with the other mark, such as `1.250`: a thousand, or one and a quarter. Null where there is none. */
  open: string | null;
}

/**
 * Decimal point or comma by what the texts show. Both marks: the last one is the decimal. One mark more than once is thousands; one
 * with other than three digits after it is the decimal. `1,234` and `1.234` alone prove nothing.
 */
export const voteDecimal = (texts: Iterable<string>): DecimalVote => {
  let point = 0;
  let comma = 0;
  let both: string | null = null;
  let open: string | null = null;
  for (const text of texts) {
    const digits = text.replace(/[^\d.,]/g, "");
    const lastPoint = digits.lastIndexOf(".");
    const lastComma = digits.lastIndexOf(",");
    if (lastPoint === -1 && lastComma === -1) continue;
    if (!looksNumeric(text.trim())) continue; // a sentence with a comma in it says nothing about decimals
    const last = Math.max(lastPoint, lastComma);
    const mark = last === lastPoint ? "." : ",";
    const repeated = digits.indexOf(mark) !== last;
    const after = digits.length - last - 1;
    if (after === 0) continue; // a dash stood for the cents, or a full stop ends the cell
    if (lastPoint === -1 || lastComma === -1) {
      if (!repeated && after === 3 && last >= 1 && last <= 3 && !digits.startsWith("0")) {
        open ??= text;
        continue;
      }
    }
    both = text;
    if ((mark === ".") === repeated) comma += 1;
    else point += 1;
  }
  // Both in more than a slip of the pen: two systems wrote this file, or nobody knows.
  if (Math.min(point, comma) >= 2 && Math.min(point, comma) > (point + comma) * 0.05) return { decimal: null, open: open ?? both };
  if (point === comma) return { decimal: null, open: point === 0 ? open : (open ?? both) };
  return { decimal: comma > point ? "," : ".", open };
};
