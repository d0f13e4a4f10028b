import { chunks, company, type DemoOptions } from "@counterseat/demo";
import { readers } from "./rows.ts";

export interface Sample {
  n: number;
  sum: number;
  squares: number;
}

/** Mirror answers on 0–100 by stage: `leader`, `front_line` and `partner` beliefs and `customer`; leaders who are customers left out. */
export type Mirror = ReadonlyMap<string, Sample>;

export const STAGES = ["discover", "order", "install", "use", "support", "bill", "renew"] as const;

export function sampleMean(sample: Sample): number {
  return sample.sum / sample.n;
}

/** Both sides of the mirror, keyed `role:stage`. */
export function mirrorOf(options: DemoOptions): Mirror {
  const mirror = new Map<string, Sample>();
  const add = (key: string, score: number): void => {
    const sample = mirror.get(key) ?? { n: 0, sum: 0, squares: 0 };
    mirror.set(key, sample);
    sample.n += 1;
    sample.sum += 10 * score;
    sample.squares += 100 * score * score;
  };
  const leaders = new Set(company(options).people.flatMap((person) => person.customerId ?? []));
  for (const chunk of chunks(options, ["responses", "beliefs"])) {
    const isBelief = chunk.stream === "beliefs";
    const [kind, stage, score, who] = readers(chunk, ["kind", "stage", "score", isBelief ? "role" : "customer"]);
    for (let row = 0; row < chunk.length; row++) {
      if (kind(row) !== "mirror" || leaders.has(String(who(row)))) continue;
      add(`${isBelief ? String(who(row)) : "customer"}:${String(stage(row))}`, Number(score(row)));
    }
  }
  return mirror;
}

export interface Gap {
  readonly stage: string;
  readonly gap: number;
  readonly low: number;
  readonly high: number;
}

/** Leaders minus customers at each stage with a Welch interval; `t` is the quantile taken. */
export function gapsOf(mirror: Mirror, t: number): Gap[] {
  return STAGES.flatMap((stage) => {
    const believed = mirror.get(`leader:${stage}`);
    const said = mirror.get(`customer:${stage}`);
    if (believed === undefined || said === undefined) return [];
    const error = (sample: Sample): number => (sample.squares - sample.sum ** 2 / sample.n) / (sample.n - 1) / sample.n;
    const gap = sampleMean(believed) - sampleMean(said);
    const half = t * Math.sqrt(error(believed) + error(said));
    return [{ stage, gap, low: gap - half, high: gap + half }];
  });
}
