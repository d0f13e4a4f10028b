import type { PersonRecord } from "../../platform/events/contract.ts";
import type { Resolved } from "./resolve-task.ts";
import { groupBy } from "../ingest/group-by.ts";
import { compared, type Line, LINE_NAMES, partOf } from "../profile/survivors.ts";
import { FEW } from "./rules.ts";
import type { MatchReport } from "./words.ts";

/** How far the expected number of pairs can be off: sample companies of known truth were within 0.9 % over five seeds (report.long.test.ts). */
const ERROR = 0.02;
/** Less of it joined, and what was learned explains the records no better than what was found. */
const LEAST_JOINED = 0.9;

/** What came of holding all records against each other, source by source. */
export function reportOf(
  records: readonly PersonRecord[],
  { links, devices, evidence, expected, skipped }: Omit<Resolved, "report">,
): MatchReport {
  const of = new Map(links.map(([told, customer]) => [told, customer]));
  /** Customer → source → names. */
  const held = new Map<string, Map<string, number>>();
  const customerOf = ({ told }: PersonRecord) => of.get(told) ?? told;
  for (const record of records) {
    const customer = customerOf(record);
    const sources = held.get(customer) ?? new Map<string, number>();
    held.set(customer, sources.set(record.source, (sources.get(record.source) ?? 0) + 1));
  }
  const sources = new Map<string, { records: number; matched: number; twice: number; filled: Partial<Record<Line, number>> }>();
  for (const record of records) {
    const found = sources.get(record.source) ?? { records: 0, matched: 0, twice: 0, filled: {} };
    const customer = held.get(customerOf(record));
    found.records += 1;
    if ((customer?.size ?? 0) > 1) found.matched += 1;
    if ((customer?.get(record.source) ?? 0) > 1) found.twice += 1;
    for (const line of LINE_NAMES) if (partOf(record, line) !== null) found.filled[line] = (found.filled[line] ?? 0) + 1;
    sources.set(record.source, found);
  }
  return {
    records: records.length,
    customers: held.size,
    joined: records.filter((record) => customerOf(record) !== record.told).length,
    devices,
    pairs: pairsOf(held, records.length < FEW ? null : expected),
    open: evidence.filter(({ open }) => open).length,
    sources: [...sources].map(([source, counts]) => ({ source, ...counts })),
    conflicts: conflictsOf(groupBy(records, customerOf)),
    skipped,
  };
}

/** Of each line, of how many customers several sources say something, and of how many they say different things. */
function conflictsOf(customers: ReadonlyMap<string, readonly PersonRecord[]>): MatchReport["conflicts"] {
  const counts = new Map(LINE_NAMES.map((line) => [line, { line, said: 0, differ: 0 }]));
  for (const records of customers.values()) {
    if (records.length < 2) continue;
    for (const [line, count] of counts) {
      const said = records.flatMap((record) => {
        const part = partOf(record, line);
        return part === null ? [] : [{ source: record.source, text: compared(line, part) }];
      });
      if (new Set(said.map(({ source }) => source)).size < 2) continue;
      count.said += 1;
      if (new Set(said.map(({ text }) => text)).size > 1) count.differ += 1;
    }
  }
  return [...counts.values()].filter(({ said }) => said > 0);
}

/** The two ways to count must agree by and large, or the second is not told: what records of one or two columns share teaches too little. */
function pairsOf(held: ReadonlyMap<string, ReadonlyMap<string, number>>, expected: number | null): MatchReport["pairs"] {
  const joined = joinedPairs(held);
  if (expected === null) return { joined, expected: null };
  const [low, high] = [Math.floor(expected * (1 - ERROR)), Math.ceil(expected * (1 + ERROR))];
  const agree = joined <= high && joined >= low * LEAST_JOINED;
  return { joined, expected: agree ? { n: Math.round(expected), low, high } : null };
}

function joinedPairs(held: ReadonlyMap<string, ReadonlyMap<string, number>>): number {
  let pairs = 0;
  for (const sources of held.values()) {
    const records = [...sources.values()].reduce((sum, n) => sum + n, 0);
    pairs += (records * (records - 1)) / 2;
  }
  return pairs;
}
