import { isIllegalId } from "@counterseat/identity";
import { isBroken } from "./clean-text.ts";
import { LIMITS } from "./limits.ts";
import { Refusal } from "./refusal.ts";

/**
 * An id as text, null where there is none.
 * @throws Refusal when it is there and can be nobody's
 */
export function readId(value: unknown, field: string): string | null {
  if (value === undefined || value === null) return null;
  const text = typeof value === "number" ? fromNumber(value, field) : value;
  if (typeof text !== "string") throw new Refusal("illegal-id", `${field} is neither text nor a number.`);
  const id = text.trim();
  if (isIllegalId(id)) throw new Refusal("illegal-id", `${field} is a value that can be nobody's id.`);
  if (id.length > LIMITS.idChars) throw new Refusal("illegal-id", `${field} is longer than ${LIMITS.idChars} characters.`);
  if (isBroken(id)) throw new Refusal("illegal-id", `${field} has characters that are none.`);
  return id;
}

/** Beyond 2^53 JSON numbers lose digits on the way, and two people would become one. */
function fromNumber(value: number, field: string): string {
  if (Number.isSafeInteger(value) || (Number.isFinite(value) && Math.abs(value) < Number.MAX_SAFE_INTEGER)) return String(value);
  throw new Refusal("illegal-id", `${field} is too large a number to keep its digits; send it as text.`);
}
