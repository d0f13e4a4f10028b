export { figure, type Figure, type FigureInput } from "./figure.ts";
export type { Kernel, KernelInput, TextColumns } from "./kernel.ts";
export { kernels } from "./kernels.ts";
export { isObject, numberArgument, numberList, refuseUnknown, requiredNumber, requiredObject } from "./kernel-arguments.ts";

export { gapState, moreNeeded, GAP_MARGIN, type GapState, type MoreNeeded, type MoreNeededInput } from "./gap-state.ts";
export { mean, moments, type Moments } from "./moments.ts";
export { quantile, quantilesReordering } from "./quantile.ts";
export { suppress, type SuppressInput, type Suppression } from "./suppress.ts";

export { answerMean, answerMoments } from "./answer-mean.ts";
export { answersIn, countAnswers, countBetween, scaleText, type AnswerCounts, type Scale } from "./scale.ts";
export { nps, type NpsFigure, type NpsInput } from "./net-promoter-score.ts";
export { npsCounts, npsMoments, npsVariance, type NpsCounts } from "./nps-counts.ts";
export { npsDifference, type NpsDifference, type NpsDifferenceInput, type NpsDifferenceMethod } from "./nps-difference.ts";
export { npsInterval, npsPosterior, type NpsMethod } from "./nps-interval.ts";
export { npsSampleSize, npsSampleSizeForDifference, type SampleSize } from "./nps-sample-size.ts";
export { csat, csatDifference, csatOfAnswers, type CsatDifference, type CsatFigure } from "./customer-satisfaction.ts";
export { ces, cesDifference, type CesDifference, type CesFigure } from "./customer-effort-score.ts";

export { newcombe, wilson, type Proportion, type ProportionDifference } from "./proportion.ts";
export { shareInterval, type ShareIntervalInput, type ShareMethod } from "./share-interval.ts";
export { shareDifference, type ShareDifference, type ShareDifferenceInput } from "./share-difference.ts";
export { shrinkShares, type ShrunkShare, type ShrunkShares } from "./shrink-shares.ts";
export { fisherExact } from "./fisher-exact.ts";
export { mantelHaenszel, type MantelHaenszel, type StratumCounts } from "./mantel-haenszel.ts";
export { welch, type WelchInput, type WelchResult, type WelchSide } from "./welch.ts";
export { equivalence, type Equivalence } from "./equivalence.ts";
export { mannWhitney, type MannWhitney, type MannWhitneyInput } from "./mann-whitney.ts";
export { kruskal, type SeveralGroupsTest } from "./kruskal.ts";
export { welchAnova } from "./welch-anova.ts";
export { adjustPValues, type Adjustment } from "./adjust-p-values.ts";

export { postStratify, type PostStratification, type Stratum } from "./post-stratify.ts";
export { rake, type RakeCell, type RakeInput, type Raking } from "./rake.ts";
export { responseRates, type Dispositions, type ResponseRates } from "./response-rates.ts";
export { weightCost, type WeightCost } from "./weights.ts";
export { weightedMean, type WeightedMean } from "./weighted-mean.ts";

export { betaQuantile } from "./beta-quantile.ts";
export { chiSquaredUpper } from "./chi-squared.ts";
export { incompleteBeta } from "./incomplete-beta.ts";
export { logGamma } from "./log-gamma.ts";
export { normalCdf, normalQuantile } from "./normal-distribution.ts";
export { studentCdf, studentQuantile, studentTwoSided } from "./student-t.ts";
