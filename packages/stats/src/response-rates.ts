/** Final outcomes of everybody a survey was meant for, in the words of the standard. */
export type Dispositions = {
  /** I: complete answers. */
  readonly complete: number;
  /** P: partial answers. */
  readonly partial: number;
  /** R: refused or broke off. */
  readonly refused: number;
  /** NC: eligible, not reached. */
  readonly notReached: number;
  /** O: eligible, other reasons. */
  readonly other: number;
  /** U: not known whether eligible. */
  readonly unknown: number;
  /** e: the share of the unknown held to be eligible, 0..1. */
  readonly eligibleShare: number;
};

/** Shares 0..1; null where nobody is in the denominator. */
export type ResponseRates = Readonly<
  Record<"rr1" | "rr2" | "rr3" | "rr4" | "rr5" | "rr6" | "cooperation1" | "refusal1" | "contact1", number | null>
>;

/**
 * Response rates 1 to 6, cooperation rate 1, refusal rate 1 and contact rate 1.
 * Source: American Association for Public Opinion Research, Standard Definitions.
 * @throws RangeError, naming the outcome, when a count is not a count or the eligible share is outside 0..1.
 */
export function responseRates(input: Dispositions): ResponseRates {
  const { complete, partial, refused, notReached, other, unknown, eligibleShare } = input;
  for (const [name, count] of Object.entries({ complete, partial, refused, notReached, other, unknown })) {
    if (!(Number.isInteger(count) && count >= 0)) throw new RangeError(`responseRates: "${name}" must be a count, got ${count}`);
  }
  if (!(eligibleShare >= 0 && eligibleShare <= 1)) {
    throw new RangeError(`responseRates: "eligibleShare" must lie in 0..1, got ${eligibleShare}`);
  }
  const answered = complete + partial;
  const eligible = answered + refused + notReached + other;
  const all = eligible + unknown;
  const likely = eligible + eligibleShare * unknown;
  return {
    rr1: ratio(complete, all),
    rr2: ratio(answered, all),
    rr3: ratio(complete, likely),
    rr4: ratio(answered, likely),
    rr5: ratio(complete, eligible),
    rr6: ratio(answered, eligible),
    cooperation1: ratio(complete, answered + refused + other),
    refusal1: ratio(refused, all),
    contact1: ratio(answered + refused + other, all),
  };
}

function ratio(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}
