import type { Decimal } from "./contract.ts";

/**
 * Decimal point or comma by what the texts show. Both marks: the last one is the decimal. One mark more than once is thousands; one
 * with other than three digits after it is the decimal. `1,234` and `1.234` alone prove nothing. Null where nothing speaks.
 */
export const voteDecimal = (texts: Iterable<string>): Decimal | null => {
  let point = 0;
  let comma = 0;
  for (const text of texts) {
    const digits = text.replace(/[^\d.,]/g, "");
    const lastPoint = digits.lastIndexOf(".");
    const lastComma = digits.lastIndexOf(",");
    if (lastPoint === -1 && lastComma === -1) continue;
    const last = Math.max(lastPoint, lastComma);
    const mark = last === lastPoint ? "." : ",";
    const repeated = digits.indexOf(mark) !== last;
    const after = digits.length - last - 1;
    if (lastPoint === -1 || lastComma === -1) {
      if (!repeated && after === 3 && last >= 1 && last <= 3 && !digits.startsWith("0")) continue;
    }
    if ((mark === ".") === repeated) comma += 1;
    else point += 1;
  }
  if (point === comma) return point === 0 ? null : ".";
  return comma > point ? "," : ".";
};
