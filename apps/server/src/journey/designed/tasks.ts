import {
  type CaseFilter,
  compareDesigned,
  type DesignedComparison,
  designedPaths,
  type JourneyLog,
  readTree,
  selectCases,
} from "@counterseat/journey";
import { adjustPValues, shareDifference } from "@counterseat/stats";
import { type DetailRef, withDetails } from "../organisation/details.ts";

type Asked = DetailRef & {
  readonly filters: readonly CaseFilter[];
  readonly tree: string;
  readonly promises: Readonly<Record<string, number>>;
  readonly whole: number | null;
  readonly asOf: number;
};

/** Fewer journeys in a channel than this are not held against the others. */
const LEAST = 20;

/** Beside a comparison: by channel of the design's first step, and the conditions that choose exactly the journeys of a deviation. */
export type Compared = Omit<DesignedComparison, "compared" | "deviations"> & {
  readonly cases: number;
  readonly compared: number;
  readonly starts: readonly string[];
  readonly ends: readonly string[];
  readonly channels: readonly string[];
  readonly inChannel: readonly number[];
  readonly deviations: readonly (Omit<DesignedComparison["deviations"][number], "members"> & {
    readonly inChannel: readonly number[];
    readonly odd: number | null;
    readonly filters: readonly CaseFilter[] | null;
  })[];
};

export const designedTasks = {
  "journey.deviations": (input: Asked) =>
    withDetails(input, ({ log, channel, channels }): Compared => {
      const tree = readTree(input.tree);
      const promises = new Map(Object.entries(input.promises));
      const { compared, deviations, ...found } = compareDesigned({ log, tree, promises, whole: input.whole, asOf: input.asOf });
      const { starts, ends } = designedPaths(tree);
      const first = new Set(starts.map((step) => log.activities.indexOf(step)));
      const channelOf = (c: number): number => {
        for (let i = log.offsets[c] ?? 0; i < (log.offsets[c + 1] ?? 0); i += 1)
          if (first.has(log.activity[i] ?? -1)) return channel[i] ?? -1;
        return -1;
      };
      const inChannel = (members: Int32Array): number[] => {
        const counts = channels.map(() => 0);
        for (const c of members) {
          const code = channelOf(c);
          if (code >= 0) counts[code] = (counts[code] ?? 0) + 1;
        }
        return counts;
      };
      const all = inChannel(compared);
      const counted = deviations.map((one) => inChannel(one.members));
      const odd = oddChannels(all, counted);
      return {
        ...found,
        cases: log.cases,
        compared: compared.length,
        starts,
        ends,
        channels,
        inChannel: all,
        deviations: deviations.map(({ members, ...one }, at) => ({
          ...one,
          inChannel: counted[at] ?? [],
          odd: odd[at] ?? null,
          filters: conditionsFor(log, { kind: one.kind, step: one.step, members, starts, ends }),
        })),
      };
    }),
};

/** Of each deviation the channel in which it stands out above all others together; every pair of deviation and channel is judged at once. */
function oddChannels(all: readonly number[], counted: readonly (readonly number[])[]): (number | null)[] {
  const total = sum(all);
  const large = [...all.keys()].filter((g) => (all[g] ?? 0) >= LEAST && total - (all[g] ?? 0) >= LEAST);
  const tests = counted.flatMap((counts, deviation) =>
    large.map((group) => {
      const [n, own] = [all[group] ?? 0, counts[group] ?? 0];
      const sides = { a: { successes: own, n }, b: { successes: sum(counts) - own, n: total - n } };
      const usual = shareDifference(sides);
      const found = usual.doubts.includes("few-expected") ? shareDifference({ ...sides, test: "fisher" }) : usual;
      return { deviation, group, difference: found.estimate ?? 0, p: found.p };
    }),
  );
  const adjusted = adjustPValues(tests.map(({ p }) => p));
  const standing = tests.filter(({ difference }, at) => difference > 0 && (adjusted[at] ?? 1) <= 0.05);
  return counted.map(
    (_, at) =>
      standing.filter(({ deviation }) => deviation === at).sort((x, y) => y.difference - x.difference || x.group - y.group)[0]?.group ??
      null,
  );
}

/** Conditions are offered only where they choose these journeys and no other; the fewest that do. */
function conditionsFor(
  log: JourneyLog,
  of: { kind: string; step: string; members: Int32Array; starts: readonly string[]; ends: readonly string[] },
): readonly CaseFilter[] | null {
  const { kind, step, members, starts, ends } = of;
  if (kind === "moved" || !log.activities.includes(step)) return null;
  const own: readonly CaseFilter[] =
    kind === "skipped"
      ? [{ kind: "has-step", step, not: true }]
      : [
          { kind: "has-step", step },
          { kind: "has-step", step, times: 2 },
        ];
  const [start, end] = [starts, ends].map((names): readonly CaseFilter[] => {
    const [name] = names;
    return names.length === 1 && name !== undefined && log.activities.includes(name) ? [{ kind: "has-step", step: name }] : [];
  });
  const before = [[], start ?? [], end ?? [], [...(start ?? []), ...(end ?? [])]];
  const wanted = new Uint8Array(log.cases);
  for (const c of members) wanted[c] = 1;
  for (const kinds of before) {
    for (const one of own) {
      const chosen = selectCases(log, [...kinds, one]);
      if (chosen.every((mark, c) => mark === wanted[c])) return [...kinds, one];
    }
  }
  return null;
}

function sum(values: readonly number[]): number {
  return values.reduce((all, value) => all + value, 0);
}
