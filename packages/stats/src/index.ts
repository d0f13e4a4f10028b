export { figure, type Figure, type FigureInput } from "./figure.ts";
export type { Kernel, KernelInput, TextColumns } from "./kernel.ts";
export { kernels } from "./kernels.ts";
export { isObject, numberArgument, numberList, refuseUnknown, requiredNumber, requiredObject } from "./kernel-arguments.ts";

export { gapState, moreNeeded, GAP_MARGIN, type GapState, type MoreNeeded, type MoreNeededInput } from "./gap-state.ts";
export { mean, moments, type Moments } from "./moments.ts";
export { nps, type NpsFigure, type NpsInput } from "./net-promoter-score.ts";
export { newcombe, wilson, type Proportion, type ProportionDifference } from "./proportion.ts";
export { quantile, quantilesReordering } from "./quantile.ts";
export { suppress, type SuppressInput, type Suppression } from "./suppress.ts";
export { welch, type WelchInput, type WelchResult, type WelchSide } from "./welch.ts";

export { incompleteBeta } from "./incomplete-beta.ts";
export { logGamma } from "./log-gamma.ts";
export { normalCdf, normalQuantile } from "./normal-distribution.ts";
export { studentCdf, studentQuantile, studentTwoSided } from "./student-t.ts";
