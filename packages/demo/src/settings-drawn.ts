import { open, newDraws, uniform } from "./draw.ts";
import { answeredInstall, lostShares } from "./install-mean.ts";
import { leadersAnswers } from "./leaders-mirror.ts";
import { answeredMirror } from "./mirror-mean.ts";
import { planCents, PLANS, type PriceRise } from "./plan.ts";
import { SCOPE } from "./scope.ts";
import { PARTNER, PHONE, REGIONS, WEB } from "./segment.ts";
import { APPROVAL_DAYS, approvalDays, MIRROR_MEANS, type RisingThemeName, type Settings, skipShares, storySettings } from "./settings.ts";
import { STAGES } from "./stage.ts";
import { CARE_TEAMS, DESKS } from "./unit.ts";
import { solveRising } from "./whole-score.ts";

const CLEAN = 0.2;
const LEADERS_WORST = 82;
const CUSTOMERS_WORST = 50;
const INSTALL = 2;
const WORST_STAGES = [INSTALL, 4, 1, 5, 6];
const RISING_THEMES: readonly RisingThemeName[] = ["wifi_box", "app_login", "invoice_format"];
const RARE = 0.02;
// Sixteen whole answers meet a target to 0.3125 only, so the drawn distance stays that much inside of ±4 and ±1.
const NEAR = 3.6;
const NEAR_CLEAN = 0.6;

/** One of several things, all equally likely; or null with a share of the draw. */
function pick<T>(u: number, none: number, things: readonly T[]): T | null {
  if (u < none) return null;
  return things[Math.min(things.length - 1, Math.floor(((u - none) / (1 - none)) * things.length))];
}

function priceRises(): PriceRise[] {
  const months = Array.from({ length: 11 }, (_, i) => 10 + i);
  const plans = [PLANS.indexOf("H250"), PLANS.indexOf("H1000")];
  return months.flatMap((month) =>
    plans.flatMap((plan) => [0, 1, 2, 3].map((segment) => ({ month, plan, segment, cents: Math.round(planCents(plan) * 0.17) }))),
  );
}

/** The company that a seed from 1000 on draws for itself (§10): clean with one in five, otherwise with its own faults. */
export function drawnSettings(seed: number): Settings {
  const draws = open(newDraws(), seed, SCOPE.company, 0, 0);
  if (uniform(draws) < CLEAN) return believing(cleanSettings(seed), NEAR_CLEAN);
  const worstStage = pick(uniform(draws), 0, WORST_STAGES) ?? INSTALL;
  const loop = pick(uniform(draws), 1 / 3, ["field", "line_desk"] as const);
  const priceRise = pick(uniform(draws), 0.2, priceRises());
  const skipChannel = pick(uniform(draws), 0.2, [PARTNER, PHONE, WEB]) ?? -1;
  const gamedTeam =
    pick(
      uniform(draws),
      0.3,
      CARE_TEAMS.map((_, team) => team),
    ) ?? -1;
  const others = CARE_TEAMS.map((_, team) => team).filter((team) => team !== gamedTeam);
  const lowFreedomTeam = pick(uniform(draws), 0.2, others) ?? -1;
  const slowDesk =
    pick(
      uniform(draws),
      0,
      DESKS.map((_, desk) => desk),
    ) ?? -1;
  const risingTheme = pick(
    uniform(draws),
    0.3,
    RISING_THEMES.flatMap((theme) => [20, 21, 22, 23].map((month) => ({ theme, month }))),
  );
  const textMessageRegion =
    pick(
      uniform(draws),
      0.3,
      REGIONS.map((_, region) => region),
    ) ?? -1;
  const brokenCommitment = pick(
    uniform(draws),
    0.3,
    Array.from({ length: 9 }, (_, i) => `K-0${i + 1}`),
  );
  const story = storySettings(seed);
  return believing(
    {
      ...story,
      variant: "drawn",
      worstStage,
      loop,
      returnFirst: loop === "field" ? story.returnFirst : RARE,
      returnAgain: loop === "field" ? story.returnAgain : RARE,
      lineDeskReturn: loop === "line_desk" ? 0.31 : 0,
      skipShare: skipShares(skipChannel),
      skipChannel,
      textMessageRegion,
      priceRise,
      gamedTeam,
      lowFreedomTeam,
      slowDesk,
      approvalDays: approvalDays(slowDesk),
      risingTheme,
      brokenCommitment,
      installTerms: worstStage === INSTALL ? 1 : 0.3,
    },
    NEAR,
  );
}

function cleanSettings(seed: number): Settings {
  return {
    ...storySettings(seed),
    variant: "clean",
    worstStage: -1,
    loop: null,
    returnFirst: RARE,
    returnAgain: RARE,
    skipShare: skipShares(-1),
    skipChannel: -1,
    missedIfSkipped: 0.05,
    missedIfConfirmed: 0.05,
    crewSpread: 0,
    textMessageRegion: -1,
    leaking: false,
    referring: false,
    priceRise: null,
    gamedTeam: -1,
    lowFreedomTeam: -1,
    slowDesk: -1,
    approvalDays: APPROVAL_DAYS.map(() => 0.15),
    risingTheme: null,
    brokenCommitment: null,
  };
}

/** Brings customers at the worst stage to 50 and draws leaders who are right to within `near` points everywhere else. */
function believing(settings: Settings, near: number): Settings {
  const { seed, worstStage, installTerms } = settings;
  const lost = lostShares(settings);
  const installIntercept =
    worstStage === INSTALL ? solveRising((x) => answeredInstall(lost, x, installTerms), CUSTOMERS_WORST, 2, 12) : settings.installIntercept;
  const mirrorMeans = MIRROR_MEANS.map((mean, stage) =>
    stage === worstStage && stage !== INSTALL ? solveRising((x) => answeredMirror(stage, x, settings), CUSTOMERS_WORST, 0, 10) : mean,
  );
  const customers = STAGES.map((_, stage) =>
    stage === INSTALL ? answeredInstall(lost, installIntercept, installTerms) : answeredMirror(stage, mirrorMeans[stage], settings),
  );
  const draws = newDraws();
  const byStage = customers.map((mean, stage) => {
    open(draws, seed, SCOPE.company, 1, stage);
    const target = stage === worstStage ? LEADERS_WORST : mean + near * (2 * uniform(draws) - 1);
    return leadersAnswers(target, draws);
  });
  return {
    ...settings,
    installIntercept,
    mirrorMeans,
    customers,
    leaders: byStage[0].map((_, leader) => byStage.map((answers) => answers[leader])),
    frontLine: customers,
    partnersInstall: customers[INSTALL],
  };
}
