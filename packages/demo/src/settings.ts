import { CHANNELS, PARTNER, REGIONS, SEGMENTS } from "./segment.ts";
import { H1000, type PriceRise } from "./plan.ts";
import { CARE_TEAMS, DESKS } from "./unit.ts";
import { CUSTOMERS_STORY, FRONT_LINE_STORY, LEADERS_STORY, PARTNERS_INSTALL_STORY } from "./mirror-table.ts";

export type RisingThemeName = "wifi_box" | "app_login" | "invoice_format";

/** Every switch of one company. What §10 draws and what the story fixes is here and nowhere else. */
export interface Settings {
  readonly seed: number;
  readonly variant: "story" | "drawn" | "clean";
  /** Place in `STAGES` of the stage that leaders misjudge most; −1 in a clean company. */
  readonly worstStage: number;
  readonly loop: "field" | "line_desk" | null;
  /** Probability of a first and of each further return from field to shop. */
  readonly returnFirst: number;
  readonly returnAgain: number;
  /** Probability that the Line Desk sends a fault back to care. */
  readonly lineDeskReturn: number;
  /** Probability by order channel (web, app, phone, partner) that the appointment is not confirmed. */
  readonly skipShare: readonly number[];
  readonly skipChannel: number;
  readonly missedIfSkipped: number;
  readonly missedIfConfirmed: number;
  /** Spread of the crews' own shift of that probability. */
  readonly crewSpread: number;
  /** Region where a text message the evening before halves missed windows from month 12 on; −1 for none. */
  readonly textMessageRegion: number;
  /** Old tariffs are dearer than the list and promotions cheaper, and who is new takes less: what a customer is worth leaks away. */
  readonly leaking: boolean;
  /** Customers send others to us, and these stay longer. */
  readonly referring: boolean;
  readonly priceRise: PriceRise | null;
  readonly gamedTeam: number;
  readonly lowFreedomTeam: number;
  readonly slowDesk: number;
  /** Median days an approval waits, by desk. */
  readonly approvalDays: readonly number[];
  readonly risingTheme: { readonly theme: RisingThemeName; readonly month: number } | null;
  readonly brokenCommitment: string | null;
  /** Score of an installation that went well, and the factor on all that went wrong. */
  readonly installIntercept: number;
  readonly installTerms: number;
  /** Mean of the stage mirror before anything happened, by stage on 0–10; the one of install is not read. */
  readonly mirrorMeans: readonly number[];
  /** What answering customers say on average by stage, 0–100, from the parameters. */
  readonly customers: readonly number[];
  /** 16 leaders × 7 stages, 0–10. */
  readonly leaders: readonly (readonly number[])[];
  /** Mean of the front line's and of the partners' mirror on 0–100. */
  readonly frontLine: readonly number[];
  readonly partnersInstall: number;
}

const SKIPPED_PLANTED = 0.43;
const SKIPPED_ELSEWHERE = 0.09;
const CREW_SPREAD = 0.02;
export const TEXT_MESSAGE_MONTH = 12;
export const MIRROR_MEANS: readonly number[] = [7.36, 7.3, 0, 7.35, 6.3, 7.5, 5.65];
export const APPROVAL_DAYS: readonly number[] = [0.35, 0.35, 0.15];
const SLOW_APPROVAL_DAYS = 2.9;

/** Skip shares by order channel with one channel (−1: none) that leaves the confirmation out. */
export function skipShares(channel: number): readonly number[] {
  return CHANNELS.slice(0, 4).map((_, i) => (i === channel ? SKIPPED_PLANTED : SKIPPED_ELSEWHERE));
}

/** Median approval days by desk with one slow desk (−1: none). */
export function approvalDays(slowDesk: number): readonly number[] {
  return APPROVAL_DAYS.map((days, desk) => (desk === slowDesk ? SLOW_APPROVAL_DAYS : days));
}

/** The story of Harbourline as it is told for every seed below 1000. */
export function storySettings(seed: number): Settings {
  const creditDesk = DESKS.indexOf("Credit Desk");
  return {
    seed,
    variant: "story",
    worstStage: 2,
    loop: "field",
    returnFirst: 0.31,
    returnAgain: 0.36,
    lineDeskReturn: 0,
    skipShare: skipShares(PARTNER),
    skipChannel: PARTNER,
    missedIfSkipped: 0.62,
    missedIfConfirmed: 0.34,
    crewSpread: CREW_SPREAD,
    textMessageRegion: REGIONS.indexOf("Harbour"),
    leaking: true,
    referring: true,
    priceRise: { month: 18, plan: H1000, segment: SEGMENTS.indexOf("home_workers"), cents: 1000 },
    gamedTeam: CARE_TEAMS.indexOf("beacon"),
    lowFreedomTeam: CARE_TEAMS.indexOf("drift"),
    slowDesk: creditDesk,
    approvalDays: approvalDays(creditDesk),
    risingTheme: { theme: "wifi_box", month: 22 },
    brokenCommitment: "K-08",
    installIntercept: 7,
    installTerms: 1,
    mirrorMeans: MIRROR_MEANS,
    customers: CUSTOMERS_STORY,
    leaders: LEADERS_STORY,
    frontLine: FRONT_LINE_STORY,
    partnersInstall: PARTNERS_INSTALL_STORY,
  };
}
