import type { Scan } from "./events/contract.ts";
import type { Sample, Samples } from "./metric.ts";

/**
 * Answers as one value per person and stage. Who answered twice counts once, with the mean of what they said: answers of
 * one person are not independent, and an interval over them would be too narrow. Answers that name nobody count singly.
 */
export function toSamples(scan: Scan, personColumns: readonly ("customer" | "respondent")[]): Samples {
  const points = scan.numbers.points ?? new Float64Array();
  const time = scan.numbers.time ?? new Float64Array();
  const stage = scan.words.stage ?? { codes: new Int32Array(), dictionary: [] };
  const people = new Set<string>();
  const stages = new Map<number, { sums: Map<string, { sum: number; n: number }>; newest: number; repeated: boolean }>();
  let answers = 0;
  for (let i = 0; i < scan.length; i++) {
    const code = stage.codes[i] ?? -1;
    const value = points[i] ?? Number.NaN;
    if (code < 0 || Number.isNaN(value)) continue;
    answers += 1;
    let person = `row ${i}`;
    for (const column of personColumns) {
      const who = scan.codes[column]?.[i] ?? -1;
      if (who < 0) continue;
      person = `${column} ${who}`;
      break;
    }
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
