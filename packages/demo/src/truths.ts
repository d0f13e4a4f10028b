import type { DemoOptions, Truths } from "./contract.ts";
import { calendarOf } from "./calendar.ts";
import { personsOf } from "./size.ts";
import { PLANS } from "./plan.ts";
import { CHANNELS, REGIONS, SEGMENTS } from "./segment.ts";
import { settingsOf } from "./settings-of.ts";
import type { Settings } from "./settings.ts";
import { STAGES } from "./stage.ts";
import { STORY_FINDINGS, STORY_TRUTHS } from "./story-truths.ts";
import { CARE_TEAMS, DESKS } from "./unit.ts";

function loopOf(settings: Settings): Truths["loop"] {
  if (settings.loop === "field") return { from: "handed_to_field", to: "returned_to_shop" };
  return settings.loop === "line_desk" ? { from: "transferred", to: "ticket_created" } : null;
}

// The two stages of the story whose distance is wide enough to be shown: far more customers are let down by installation.
const STORY_PRICES = ["install", "renew"];

function priceOrderOf({ variant, worstStage }: Settings): readonly string[] {
  if (variant === "story") return STORY_PRICES;
  return worstStage < 0 ? [] : [STAGES[worstStage]];
}

function named(names: readonly string[], code: number): string | null {
  return code < 0 ? null : names[code];
}

/** What was planted, written from the parameters and never from rows. The expected figures (§7) are given for the story only. */
export function truths(options: DemoOptions): Truths {
  personsOf(options);
  calendarOf(options.end);
  const settings = settingsOf(options.seed);
  const { variant, worstStage, priceRise, skipChannel, textMessageRegion, risingTheme } = settings;
  const region = named(REGIONS, textMessageRegion);
  const channel = named(CHANNELS, skipChannel);
  const stage = named(STAGES, worstStage);
  return {
    seed: options.seed,
    variant,
    worstBelief: stage === null ? null : { stage },
    firstRow: stage,
    priceOrder: priceOrderOf(settings),
    falsePositive: settings.leaking,
    loop: loopOf(settings),
    priceRise: priceRise === null ? null : { month: priceRise.month, plan: PLANS[priceRise.plan], segment: SEGMENTS[priceRise.segment] },
    skip: channel === null ? null : { step: "appointment_confirmed", channel },
    gamedTeam: named(CARE_TEAMS, settings.gamedTeam),
    lowFreedomTeam: named(CARE_TEAMS, settings.lowFreedomTeam),
    slowApprover: named(DESKS, settings.slowDesk),
    risingTheme,
    workedAction: region === null ? null : { region },
    brokenCommitment: settings.brokenCommitment,
    beliefs: STAGES.map((id, i) => ({
      stage: id,
      leaders: settings.leaders.reduce((sum, row) => sum + row[i] * 10, 0) / settings.leaders.length,
      customers: settings.customers[i],
    })),
    expected: variant === "story" ? STORY_TRUTHS : null,
    findings: variant === "story" ? STORY_FINDINGS : null,
  };
}
