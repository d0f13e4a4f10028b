/**
 * What programs send where a person's id should stand and which is never one person: PostHog's list of ids it merges
 * nobody by (nodejs/src/worker/ingestion/persons/person-merge-service.ts), and Segment's blocked values.
 */
export const ILLEGAL_ANY_CASE = [
  "anonymous",
  "guest",
  "distinctid",
  "distinct_id",
  "id",
  "not_authenticated",
  "email",
  "undefined",
  "true",
  "false",
] as const;
export const ILLEGAL_AS_WRITTEN = ["[object Object]", "NaN", "None", "none", "null", "0", "undefined", "-1"] as const;

const anyCase: ReadonlySet<string> = new Set(ILLEGAL_ANY_CASE);
const asWritten: ReadonlySet<string> = new Set(ILLEGAL_AS_WRITTEN);
/** `""`, `0`, `-`, `00000000-0000-0000-0000-000000000000`. */
const NOTHING = /^[0-]*$/;
const LONGEST_ILLEGAL = Math.max(...[...anyCase, ...asWritten].map((id) => id.length));

/** True for a text that can never be one person's id; blanks and one pair of quotes around it change nothing. */
export function isIllegalId(text: string): boolean {
  let bare = text.trim();
  const quote = bare.charCodeAt(0);
  if ((quote === 34 || quote === 39) && bare.length > 1 && bare.charCodeAt(bare.length - 1) === quote) bare = bare.slice(1, -1).trim();
  if (NOTHING.test(bare)) return true;
  if (bare.length > LONGEST_ILLEGAL) return false;
  return asWritten.has(bare) || anyCase.has(bare.toLowerCase());
}
