import type { Scan } from "./events/contract.ts";
import { type Groups, NOBODYS, type Sample, type Samples } from "./metric.ts";

/**
 * Answers as one value per person and stage. Who answered twice counts once, with the mean of what they said: answers of
 * one person are not independent, and an interval over them would be too narrow. Answers that name nobody count singly.
 */
export function toSamples(scan: Scan, personColumns: readonly PersonColumn[]): Samples {
  const points = scan.numbers.points ?? new Float64Array();
  const time = scan.numbers.time ?? new Float64Array();
  const stage = scan.words.stage ?? { codes: new Int32Array(), dictionary: [] };
  const people = new Set<number>();
  const stages = new Map<number, { sums: Map<number, { sum: number; n: number }>; newest: number; repeated: boolean }>();
  let answers = 0;
  for (let i = 0; i < scan.length; i++) {
    const code = stage.codes[i] ?? -1;
    const value = points[i] ?? Number.NaN;
    if (code < 0 || Number.isNaN(value)) continue;
    answers += 1;
    const person = personAt(scan, i, personColumns);
    people.add(person);
    const found = stages.get(code) ?? { sums: new Map(), newest: Number.NEGATIVE_INFINITY, repeated: false };
    stages.set(code, found);
    const before = found.sums.get(person);
    if (before === undefined) found.sums.set(person, { sum: value, n: 1 });
    else {
      before.sum += value;
      before.n += 1;
      found.repeated = true;
    }
    const t = time[i] ?? Number.NaN;
    if (t > found.newest) found.newest = t;
  }
  const byStage = new Map<string, Sample>();
  for (const [code, found] of stages) {
    byStage.set(stage.dictionary[code] ?? "", {
      points: Float64Array.from(found.sums.values(), (entry) => entry.sum / entry.n),
      asOf: Number.isFinite(found.newest) ? found.newest : null,
      doubts: found.repeated ? ["averaged-per-person"] : [],
    });
  }
  return { byStage, people: people.size, answers };
}

/** The people of a scan that holds `stage`, `segment` and `channel`, by every crossing of them. */
export function toGroups(scan: Scan, personColumns: readonly PersonColumn[], everywhere = false): Groups {
  const points = scan.numbers.points ?? new Float64Array();
  const wordAt = (column: "stage" | "segment" | "channel", row: number): string | null =>
    scan.words[column]?.dictionary[scan.words[column].codes[row] ?? -1] ?? null;
  const rows = Array.from({ length: scan.length }, (_, row) => row).filter((row) => !Number.isNaN(points[row] ?? Number.NaN));
  return groupsOf(
    rows.map((row) => ({
      stage: wordAt("stage", row),
      segment: wordAt("segment", row),
      channel: wordAt("channel", row),
      person: personAt(scan, row, personColumns),
    })),
    everywhere,
  );
}

interface Placed {
  readonly stage: string | null;
  readonly segment: string | null;
  readonly channel: string | null;
  readonly person: string | number;
}

/** People by every crossing of stage, segment and channel. What names no segment or channel is of `NOBODYS`. */
export function groupsOf(rows: Iterable<Placed>, everywhere = false): Groups {
  const sets = new Map<string, Set<string | number>>();
  const [segments, channels] = [new Set<string>(), new Set<string>()];
  for (const { stage, segment, channel, person } of rows) {
    if (stage === null) continue;
    if (segment !== null) segments.add(segment);
    if (channel !== null) channels.add(channel);
    for (const s of [null, segment ?? NOBODYS]) {
      for (const c of [null, channel ?? NOBODYS]) {
        const name = crossing(stage, s, c);
        const set = sets.get(name);
        if (set === undefined) sets.set(name, new Set([person]));
        else set.add(person);
      }
    }
  }
  return {
    segments: [...segments],
    channels: [...channels],
    everywhere,
    people: (stage, segment, channel) => sets.get(crossing(stage, segment, channel))?.size ?? 0,
  };
}

/** No id holds a line break; the star stands for everybody. */
function crossing(stage: string, segment: string | null, channel: string | null): string {
  return `${stage}\n${segment ?? "*"}\n${channel ?? "*"}`;
}

type PersonColumn = "customer" | "respondent";

/**
 * Who answered a row, by the first column that names somebody: a number of their own, since the codes of the columns and the rows that
 * name nobody take turns.
 */
function personAt(scan: Scan, row: number, columns: readonly PersonColumn[]): number {
  const turns = columns.length + 1;
  for (let turn = 0; turn < columns.length; turn++) {
    const column = columns[turn];
    const who = column === undefined ? -1 : (scan.codes[column]?.[row] ?? -1);
    if (who >= 0) return who * turns + turn;
  }
  return row * turns + columns.length;
}
