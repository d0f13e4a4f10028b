import { cumulate } from "./draw.ts";

export const PLANS = ["H50", "H250", "H1000"] as const;
export const H1000 = 2;

const LIST_CENTS = [3200, 4200, 5800];
const TV_CENTS = 1200;
const CARE_CENTS = 600;
const OLD_TARIFF_CENTS = 400;
const PROMOTION_CENTS = 1000;
export const PROMOTION_MONTHS = 12;

interface PlanMix {
  readonly plan: readonly number[];
  readonly tv: number;
  readonly care: number;
}

/** Plans and add-ons of base customers by segment. */
export const BASE_MIX: readonly PlanMix[] = [
  { plan: cumulate([0.6, 0.37, 0.03]), tv: 0.35, care: 0.1 },
  { plan: cumulate([0.12, 0.73, 0.15]), tv: 0.55, care: 0.25 },
  { plan: cumulate([0.02, 0.18, 0.8]), tv: 0.25, care: 0.3 },
  { plan: cumulate([0.5, 0.47, 0.03]), tv: 0.6, care: 0.45 },
  { plan: cumulate([0.3, 0.6, 0.1]), tv: 0.2, care: 0.2 },
];

/** Plans and add-ons of new customers by segment; nobody new lives on a boat. */
export const NEW_MIX: readonly PlanMix[] = [
  { plan: cumulate([0.75, 0.23, 0.02]), tv: 0.12, care: 0.05 },
  { plan: cumulate([0.3, 0.62, 0.08]), tv: 0.25, care: 0.1 },
  { plan: cumulate([0.1, 0.45, 0.45]), tv: 0.1, care: 0.12 },
  { plan: cumulate([0.7, 0.28, 0.02]), tv: 0.25, care: 0.2 },
];

/** What a customer has subscribed to and since when; month 0 is before the record. */
export interface Contract {
  plan: number;
  tv: boolean;
  care: boolean;
  /** Older than the record. */
  base: boolean;
  /** Pays more a month than the list says. */
  oldTariff: boolean;
  /** Pays less a month than the list says, for the first twelve months. */
  promotion: boolean;
  startMonth: number;
  /** Day the contract began, in local days of the record; negative for base customers. */
  startDay: number;
}

/** A contract in force from a local minute of the record until another, which is not in it. */
export interface Term {
  readonly contract: Contract;
  readonly from: number;
  to: number;
}

export const NEVER = 2_147_483_647;

/** A planted price rise: list price of `plan` goes up by `cents` a month from `month` on. */
export interface PriceRise {
  readonly month: number;
  readonly plan: number;
  readonly segment: number;
  readonly cents: number;
}

export function planCents(plan: number): number {
  return LIST_CENTS[plan];
}

/** List price in cents a month before any rise, old tariff included and promotion left out. */
export function listCents(contract: Contract): number {
  return (
    LIST_CENTS[contract.plan] +
    (contract.tv ? TV_CENTS : 0) +
    (contract.care ? CARE_CENTS : 0) +
    (contract.oldTariff ? OLD_TARIFF_CENTS : 0)
  );
}

/** First month at the full price after a promotion; null for a contract that never had one. */
export function promotionOver(contract: Contract): number | null {
  return contract.promotion ? contract.startMonth + PROMOTION_MONTHS + 1 : null;
}

function hasPromotion(contract: Contract, month: number): boolean {
  return contract.promotion && month - contract.startMonth < PROMOTION_MONTHS + 1;
}

/** Price in cents that the invoice of a month asks for. */
export function monthlyCents(contract: Contract, month: number, rise: PriceRise | null): number {
  const raised = rise !== null && month >= rise.month && contract.plan === rise.plan ? rise.cents : 0;
  return listCents(contract) + raised - (hasPromotion(contract, month) ? PROMOTION_CENTS : 0);
}

/** ln(P1/P0) of a rise for one customer, on list prices, which is what a customer compares; 0 for other plans, before the rise and for who came after it. */
export function priceRiseLog(contract: Contract, month: number, rise: PriceRise | null): number {
  if (rise === null || month < rise.month || contract.plan !== rise.plan || contract.startMonth >= rise.month) return 0;
  const before = listCents(contract);
  return Math.log((before + rise.cents) / before);
}
