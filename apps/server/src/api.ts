import type { z } from "zod";
import type { slices } from "./slices.ts";

/** The API as types, for the web's client: operation name → what goes in, what comes out. */
type AnyOperation = (typeof slices)[number]["operations"][number];
export type Operations = { [O in AnyOperation as O["name"]]: { input: z.input<O["input"]>; output: z.output<O["output"]> } };

export type { Figure } from "./platform/figure.ts";
export type { Problem } from "./platform/errors.ts";
export type { World } from "./platform/world.ts";
export type { Company, Entry, ListName, Settings } from "./company/words.ts";
export type { Import, ImportKind, ImportPreview } from "./customer/words.ts";
export type { CustomerIdentity, IdentityPair, Resolution } from "./customer/words.ts";
export type { CaseFilter } from "./journey/case-filters.ts";
export type { Design, Deviations } from "./journey/designed/words.ts";
export type { JourneyDifferences, JourneyMap, JourneyModel, JourneyWays } from "./journey/words.ts";
export type { Board, BoardFilter, Cell, Evidence } from "./gap/words.ts";
export type { Action, CellKey } from "./accountability/words.ts";
export type { DemoState } from "./demo/words.ts";
export type { GoalLine, Statement } from "./asset/words.ts";
