import { figure, wilson } from "@counterseat/stats";
import type { Figure } from "../../platform/figure.ts";
import { GROUP_MINIMUM } from "../../platform/small-groups.ts";

/** Names and versions of the definitions; their words stand with the pages' messages, as `metric.<name>`. */
export const METRIC = {
  coverage: "customer.coverage@1",
  linked: "customer.linked@1",
  alone: "customer.alone@1",
  nobodys: "customer.nobodys@1",
  sharedCustomers: "customer.shared-customers@1",
  silence: "customer.silence@1",
  usualGap: "customer.usual-gap@1",
  volume: "customer.volume@1",
  usualVolume: "customer.usual-volume@1",
  refused: "customer.refused@1",
  completeness: "customer.completeness@1",
  match: "customer.match@1",
  conflicts: "customer.conflicts@1",
} as const;

interface Asked {
  readonly metric: string;
  readonly n: number;
  readonly of: number;
  readonly asOf?: string | null;
  readonly doubts?: readonly string[];
}

/** A share of everything there is: counted, not sampled, so it has no interval. `none` says why there is no value. */
export function countedShare({ metric, n, of, asOf = null, doubts = [] }: Asked, none: string): Figure {
  return toFigure(figure({ value: n === 0 ? null : of / n, unit: "share", n, metric, asOf, doubts: n === 0 ? [none] : doubts }));
}

/** A share of what a source keeps bringing, with where it lies in the long run (Wilson). */
export function shareWithInterval({ metric, n, of, asOf = null, doubts = [] }: Asked, none: string): Figure {
  const interval = wilson({ successes: of, n });
  return toFigure(figure({ value: n === 0 ? null : of / n, unit: "share", n, interval, metric, asOf, doubts: n === 0 ? [none] : doubts }));
}

/** The same about people: of fewer than five it could be told who they are. */
export function shareOfPeople(asked: Asked, none: string): Figure {
  if (asked.n === 0 || asked.n >= GROUP_MINIMUM) return shareWithInterval(asked, none);
  return unknown(asked.metric, "share", asked.n, "hidden-few-customers");
}

export function unknown(metric: string, unit: string, n: number, doubt: string): Figure {
  return toFigure(figure({ value: null, unit, n, metric, doubts: [doubt] }));
}

/** As answers carry it: the same, with lists that may be written to. */
export function toFigure({ interval, doubts, filter, rows, ...rest }: ReturnType<typeof figure>): Figure {
  return {
    ...rest,
    interval: interval === null ? null : [...interval],
    doubts: [...doubts],
    ...(filter === undefined ? {} : { filter: { ...filter } }),
    ...(rows === undefined ? {} : { rows }),
  };
}
