import { type Draws, open, uniform } from "./draw.ts";
import { monthOf, MINUTES_A_DAY, toUtc } from "./calendar.ts";
import type { Life } from "./life.ts";
import { H1000 } from "./plan.ts";
import { EXIT_SURVEY, RELATIONSHIP_SURVEY, SURVEYS } from "./response-rows.ts";
import { SCOPE } from "./scope.ts";
import { HOME_WORKERS } from "./segment.ts";
import type { Cell, Shape } from "./table.ts";

const LOOKED = 0.12;
const LOOKED_LOW_VALUE = 0.22;
const LOOKED_DEARER = 0.15;
const LOW_VALUE = 5;

export const ALTERNATIVE_SHAPE: Shape = { customer: "text", survey: "text", at: "number", looked: "text", provider: "text" };

/** Whether who answered looked at another provider in the last three months, and where who left went. */
export function alternativeRows(
  { answers, person, calendar, settings, contract }: Life,
  draws: Draws,
): readonly Readonly<Record<string, Cell>>[] {
  const effects = settings.variant !== "clean";
  return answers.flatMap((answered): readonly Readonly<Record<string, Cell>>[] => {
    const { survey, minute, ordinal, answers: given } = answered;
    if (minute >= calendar.minutes || (survey !== RELATIONSHIP_SURVEY && survey !== EXIT_SURVEY)) return [];
    open(draws, settings.seed, SCOPE.alternative, person.index, ordinal);
    const common = { customer: person.customer, survey: SURVEYS[survey], at: toUtc(calendar, minute) };
    if (survey === EXIT_SURVEY)
      return [{ ...common, looked: null, provider: destination(person.segment === HOME_WORKERS && effects, uniform(draws)) }];
    const value = given.find(({ kind }) => kind === "attribute:value")?.score ?? NaN;
    const rise = settings.priceRise;
    const month = monthOf(calendar, minute / MINUTES_A_DAY);
    const dearer =
      rise !== null && rise.plan === H1000 && contract.plan === H1000 && person.segment === HOME_WORKERS && month >= rise.month - 1;
    const share = LOOKED + (effects && value <= LOW_VALUE ? LOOKED_LOW_VALUE : 0) + (effects && dearer ? LOOKED_DEARER : 0);
    return [{ ...common, looked: uniform(draws) < share ? "yes" : "no", provider: null }];
  });
}

function destination(homeWorker: boolean, u: number): string | null {
  if (u < (homeWorker ? 0.75 : 0.5)) return "SeaFibre";
  return u < (homeWorker ? 0.85 : 0.7) ? "PocketNet" : null;
}
