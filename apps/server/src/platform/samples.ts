import type { Scan } from "./events/contract.ts";
import type { Groups, Sample, Samples } from "./metric.ts";

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
export function toGroups(scan: Scan, personColumns: readonly PersonColumn[]): Groups {
  const points = scan.numbers.points ?? new Float64Array();
  const [stages, segments, channels] = [scan.words.stage, scan.words.segment, scan.words.channel];
  const sets = new Map<string, Set<number>>();
  const nameOf = (stage: number, segment: number, channel: number) => `${stage} ${segment} ${channel}`;
  const add = (name: string, person: number) => {
    const set = sets.get(name);
    if (set === undefined) sets.set(name, new Set([person]));
    else set.add(person);
  };
  for (let i = 0; i < scan.length; i++) {
    const stage = stages?.codes[i] ?? -1;
    if (stage < 0 || Number.isNaN(points[i] ?? Number.NaN)) continue;
    const person = personAt(scan, i, personColumns);
    const segment = segments?.codes[i] ?? -1;
    const channel = channels?.codes[i] ?? -1;
    for (const s of segment < 0 ? [EVERYBODY] : [EVERYBODY, segment])
      for (const c of channel < 0 ? [EVERYBODY] : [EVERYBODY, channel]) add(nameOf(stage, s, c), person);
  }
  const codes = (words: { dictionary: readonly string[] } | undefined) =>
    new Map((words?.dictionary ?? []).map((word, code): [string, number] => [word, code]));
  const [stageCodes, segmentCodes, channelCodes] = [codes(stages), codes(segments), codes(channels)];
  return {
    segments: [...segmentCodes.keys()],
    channels: [...channelCodes.keys()],
    people(stage, segment, channel) {
      const code = (known: Map<string, number>, word: string | null) => (word === null ? EVERYBODY : (known.get(word) ?? UNKNOWN));
      return sets.get(nameOf(stageCodes.get(stage) ?? UNKNOWN, code(segmentCodes, segment), code(channelCodes, channel)))?.size ?? 0;
    },
  };
}
const EVERYBODY = -1;
const UNKNOWN = -2;

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
