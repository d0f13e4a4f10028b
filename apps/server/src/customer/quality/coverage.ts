import type { KnownElsewhere } from "../../platform/events/contract.ts";
import type { Figure } from "../../platform/figure.ts";
import { countedShare, METRIC, unknown } from "./figures.ts";
import { SINGLE_SOURCE } from "./reference.ts";
import type { Quality } from "./words.ts";

/** A source with all rows it tells of customers: those of nobody are in no `KnownElsewhere`. */
export type Covered = KnownElsewhere & { readonly all: number };

const sum = (sources: readonly Covered[], of: (one: Covered) => number) => sources.reduce((total, one) => total + of(one), 0);

/** How much of what the sources bring stands on customers that several of them know. */
export function coverageOf(sources: readonly Covered[]): Quality["coverage"] {
  const all = sum(sources, (one) => one.all);
  const shared = (share: Figure) => (sources.length === 1 ? unknown(share.metric, "share", share.n, "one-source") : share);
  const of = (metric: string, n: number, part: number, none = "no-rows") => countedShare({ metric, n, of: part }, none);
  return {
    shared: shared(
      of(
        METRIC.coverage,
        all,
        sum(sources, (one) => one.shared),
      ),
    ),
    linked: of(
      METRIC.linked,
      all,
      sum(sources, (one) => one.rows),
    ),
    sources: sources.map((one) => ({
      source: one.source,
      shared: shared(of(METRIC.coverage, one.all, one.shared)),
      alone: of(METRIC.alone, one.all, one.rows - one.shared),
      nobodys: of(METRIC.nobodys, one.all, one.all - one.rows),
      customers: shared(of(METRIC.sharedCustomers, one.customers, one.sharedCustomers, "no-customers")),
    })),
    reference: SINGLE_SOURCE,
  };
}
