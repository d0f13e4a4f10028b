import { figure } from "@counterseat/stats";
import { PERSONAL, type Count } from "../../platform/events/contract.ts";
import type { MatchReport } from "../resolve/words.ts";
import type { Mode } from "../tracking/words.ts";
import type { Arrivals } from "./arrivals.ts";
import { DAY_MS, type Filled, isColumn, type Weeks } from "./count-rows.ts";
import { countedShare, METRIC, shareOfPeople, shareWithInterval, toFigure, unknown } from "./figures.ts";
import type { FieldCounts } from "./personal-fields.ts";
import { rhythmOf } from "./rhythm.ts";
import { volumeOf } from "./volume.ts";
import type { SourceHealth } from "./words.ts";

/** Everything that is known of one source. */
export interface Known {
  readonly source: string;
  readonly streams: readonly Count[];
  readonly filled: readonly Filled[];
  /** Fields of each kind of rows that somebody mapped a column to, empty or not. */
  readonly mapped: ReadonlyMap<string, readonly string[]>;
  readonly weeks: Weeks | null;
  readonly arrivals: Arrivals | null;
  readonly fields: readonly FieldCounts[];
  readonly matched: MatchReport["sources"][number] | null;
  readonly resolvedAt: string | null;
  readonly tracking: { readonly mode: Mode; readonly against: number } | null;
}

const WEEK_DAYS = 7;

/** How good what a source brings is. */
export function healthOf(known: Known, now: number): SourceHealth {
  const rows = known.streams.reduce((sum, { n }) => sum + n, 0);
  return {
    source: known.source,
    rows,
    freshness: freshnessOf(known, now),
    volume: volume(known.weeks),
    refused: refusedOf(known.arrivals),
    completeness: completenessOf(known),
    match: matchOf(known),
    conflicts: conflictsOf(known.fields),
    tracking: known.tracking,
  };
}

function freshnessOf({ streams, arrivals }: Known, now: number): SourceHealth["freshness"] {
  const times = streams.flatMap(({ last }) => last ?? []);
  const newest = times.length === 0 ? null : new Date(Math.max(...times)).toISOString();
  const { arrivals: n, silence, usual, late } = rhythmOf(arrivals?.days ?? [], Math.floor(now / DAY_MS));
  const arrived = arrivals?.last == null ? null : new Date(arrivals.last).toISOString();
  return {
    newest,
    arrived,
    silence:
      silence === null
        ? unknown(METRIC.silence, "days", 0, "never-arrived")
        : toFigure(figure({ value: silence, unit: "days", n, metric: METRIC.silence, asOf: arrived })),
    usual:
      usual === null
        ? unknown(METRIC.usualGap, "days", n, "too-few-arrivals")
        : toFigure(figure({ value: usual, unit: "days", n, metric: METRIC.usualGap, asOf: arrived })),
    state: late === null ? "unknown" : late ? "late" : "on-time",
  };
}

function volume(weeks: Weeks | null): SourceHealth["volume"] {
  if (weeks === null) {
    const none = (metric: string) => unknown(metric, "rows-a-day", 0, "nothing-happened");
    return { now: none(METRIC.volume), usual: none(METRIC.usualVolume), state: "unknown" };
  }
  const asOf = new Date(weeks.until).toISOString();
  const now = toFigure(figure({ value: weeks.week / WEEK_DAYS, unit: "rows-a-day", n: weeks.week, metric: METRIC.volume, asOf }));
  const n = weeks.before.reduce((sum, rows) => sum + rows, 0);
  const found = weeks.before.length < 4 ? null : volumeOf(weeks.week, weeks.before);
  if (found === null) {
    const doubt = weeks.before.length < 4 ? "too-few-weeks" : "too-few-rows-a-week";
    return { now, usual: unknown(METRIC.usualVolume, "rows-a-day", n, doubt), state: "unknown" };
  }
  const usual = figure({
    value: found.usual / WEEK_DAYS,
    unit: "rows-a-day",
    n,
    interval: [found.band[0] / WEEK_DAYS, found.band[1] / WEEK_DAYS],
    metric: METRIC.usualVolume,
    asOf,
  });
  return { now, usual: toFigure(usual), state: found.state };
}

function refusedOf(arrivals: Arrivals | null): SourceHealth["refused"] {
  const { came, refused, reasons, downloads, reasonsPartly } = arrivals ?? NOTHING_CAME;
  const of = Math.min(refused, came);
  const doubts = reasonsPartly ? ["reasons-partly"] : [];
  return {
    share: shareWithInterval({ metric: METRIC.refused, n: came, of, doubts }, "nothing-came"),
    reasons: [...reasons],
    downloads: [...downloads],
  };
}
const NOTHING_CAME: Arrivals = { days: [], last: null, came: 0, refused: 0, reasons: [], reasonsPartly: false, downloads: [] };

function completenessOf({ streams, filled, mapped, fields }: Known): SourceHealth["completeness"] {
  const ofRows = streams.flatMap(({ key, n }) => {
    const stream = key[1] ?? "";
    const mine = new Map(filled.filter((one) => one.stream === stream).map((one) => [one.field as string, one.n]));
    for (const field of mapped.get(stream) ?? []) if (isColumn(field) && !mine.has(field)) mine.set(field, 0);
    return [...mine].map(([field, of]) => ({ stream, field, share: countedShare({ metric: METRIC.completeness, n, of }, "no-rows") }));
  });
  const ofPeople = fields.map(({ field, names, filled: of }) => ({
    stream: "people",
    field,
    share: shareOfPeople({ metric: METRIC.completeness, n: names, of }, "no-names"),
  }));
  const emptiest = (a: { share: { value: number | null } }, b: { share: { value: number | null } }) =>
    (a.share.value ?? 2) - (b.share.value ?? 2);
  return [...ofRows, ...ofPeople].sort(emptiest);
}

function matchOf({ matched, resolvedAt }: Known): SourceHealth["match"] {
  if (matched === null) return unknown(METRIC.match, "share", 0, "no-names");
  const asked = { metric: METRIC.match, n: matched.records, of: matched.matched, asOf: resolvedAt };
  return shareOfPeople(asked, "no-names");
}

function conflictsOf(fields: readonly FieldCounts[]): SourceHealth["conflicts"] {
  return PERSONAL.flatMap((field) => {
    const found = fields.find((one) => one.field === field);
    if (found === undefined || found.compared === 0) return [];
    return [{ field, share: shareOfPeople({ metric: METRIC.conflicts, n: found.compared, of: found.different }, "no-names") }];
  });
}
