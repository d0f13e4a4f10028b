import type { Kernel } from "./kernel.ts";
import { equivalenceKernel, mannWhitneyKernel, proportionDifferenceKernel, welchKernel } from "./kernels/differences.ts";
import { npsDifferenceKernel, npsKernel, npsSampleSizeKernel } from "./kernels/nps.ts";
import { cesDifferenceKernel, cesKernel, csatDifferenceKernel, csatKernel } from "./kernels/satisfaction.ts";
import { fdrKernel, kruskalKernel, welchAnovaKernel } from "./kernels/several-groups.ts";
import { suppressKernel } from "./kernels/suppress.ts";
import { postStratifyKernel, rakeKernel } from "./kernels/weighting.ts";

/** The kernels of this package, as `compute --list` shows them. */
export const kernels: readonly Kernel[] = [
  npsKernel,
  csatKernel,
  cesKernel,
  npsDifferenceKernel,
  csatDifferenceKernel,
  cesDifferenceKernel,
  npsSampleSizeKernel,
  welchKernel,
  proportionDifferenceKernel,
  mannWhitneyKernel,
  equivalenceKernel,
  welchAnovaKernel,
  kruskalKernel,
  fdrKernel,
  rakeKernel,
  postStratifyKernel,
  suppressKernel,
];
