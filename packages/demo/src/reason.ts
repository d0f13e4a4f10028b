/** Reasons to leave, and the stage each points at (place in `STAGES`, −1 for none). */
const REASON_FACTS = [
  ["moved", -1],
  ["better_offer", 6],
  ["not_needed", -1],
  ["speed", 3],
  ["other", -1],
  ["unpaid", 5],
  ["price_rise", 6],
  ["install_trouble", 2],
  ["slow_repair", 4],
  ["bill_error", 5],
  ["promo_ended", 6],
] as const;

type Reason = (typeof REASON_FACTS)[number][0];
export const REASONS: readonly Reason[] = REASON_FACTS.map((fact) => fact[0]);
export const REASON = Object.fromEntries(REASONS.map((reason, code) => [reason, code])) as Readonly<Record<Reason, number>>;
export const REASON_STAGE: readonly number[] = REASON_FACTS.map((fact) => fact[1]);

/** Weights of the reasons that nothing in the record explains, in the order of `REASONS`; the planted terms add to the others. */
export const UNEXPLAINED: readonly number[] = [0.2, 0.34, 0.1, 0.16, 0.1, 0.1];
