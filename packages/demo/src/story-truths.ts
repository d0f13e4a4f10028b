import type { ExpectedFigure, ExpectedTruth } from "./contract.ts";
import { FINDINGS } from "./story-findings.ts";
import { STORY_FIGURES } from "./story-figures.ts";
import { STORY_SERVES } from "./story-serves.ts";

/** [figure, unit, mean, low, high, tolerance]; null where the specification gives none. */
export type FigureRow = readonly [string, string, number, number | null, number | null, number | null];

function figures(rows: readonly FigureRow[]): ExpectedFigure[] {
  return rows.map(([figure, unit, mean, low, high, tolerance]) => ({ figure, unit, mean, low, high, tolerance }));
}

/** The 35 planted truths of the story with their expected figures; data from the specification, never computed from rows. */
export const STORY_TRUTHS: Readonly<Record<string, ExpectedTruth>> = Object.fromEntries(
  STORY_SERVES.map(([id, serves, mechanism]) => {
    const { scale1, scale01 } = STORY_FIGURES[id];
    return [id, { id, serves, mechanism, atScale1: figures(scale1), atScale01: figures(scale01) }];
  }),
);

/** What the smaller streams of the story hold, by stream; ranges over the seeds 1 to 20 at scale 1. */
export const STORY_FINDINGS: Readonly<Record<string, ExpectedTruth>> = Object.fromEntries(
  FINDINGS.map(([id, serves, mechanism, rows]) => [id, { id, serves, mechanism, atScale1: figures(rows), atScale01: [] }]),
);
