import type { Figure } from "../../platform/figure.ts";
import { countedShare, METRIC, unknown } from "./figures.ts";
import type { Counted } from "./quality-task.ts";
import { SINGLE_SOURCE } from "./reference.ts";
import type { Unified } from "./unify.ts";
import type { Quality } from "./words.ts";

type UnifiedAll = Counted["unified"];
const sum = (sources: readonly Unified[], of: (one: Unified) => number) => sources.reduce((total, one) => total + of(one), 0);

/** How much of what the sources bring stands on customers that several of them know. */
export function coverageOf({ sources, customers }: UnifiedAll): Quality["coverage"] {
  const rows = sum(sources, (one) => one.rows);
  const shared = (share: Figure) => (sources.length === 1 ? unknown(share.metric, "share", share.n, "one-source") : share);
  const of = (metric: string, n: number, part: number, none = "no-rows") => countedShare({ metric, n, of: part }, none);
  return {
    shared: shared(
      of(
        METRIC.coverage,
        rows,
        sum(sources, (one) => one.shared),
      ),
    ),
    linked: of(METRIC.linked, rows, rows - sum(sources, (one) => one.nobodys)),
    customers: shared(of(METRIC.sharedCustomers, customers.all, customers.shared, "no-customers")),
    sources: sources.map((one) => ({
      source: one.source,
      shared: shared(of(METRIC.coverage, one.rows, one.shared)),
      alone: of(METRIC.alone, one.rows, one.rows - one.shared - one.nobodys),
      nobodys: of(METRIC.nobodys, one.rows, one.nobodys),
      customers: shared(of(METRIC.sharedCustomers, one.customers, one.sharedCustomers, "no-customers")),
    })),
    reference: SINGLE_SOURCE,
  };
}
