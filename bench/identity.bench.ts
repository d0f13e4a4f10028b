import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { rounded, summary } from "./measure.ts";

const ROWS = 1_000_000;
const ROUNDS = 5;

/** What others say of themselves; measured on other machines, so to be read as an order of magnitude. */
const PUBLISHED = {
  "Splink 4": "a million records in about a minute on a laptop (its README, 2026-08)",
  "GoldenMatch 1.29": "historical_50k in 14.5 s wall on 16 cores (docs/benchmarks/2026-06-09-splink-bakeoff.md of its repository)",
};

/**
 * A million records of three systems resolved, beside what most scripts do with them (equal e-mail, telephone, or name and birthday) in the
 * same run; and one record held against a million. Aims: 15 CPU seconds, 900 MB, p99 of 5 ms. The records themselves, as text in memory, are
 * in the megabytes.
 */
export function bench(): Promise<unknown> {
  const rounds = Array.from({ length: ROUNDS }, () => ({ batch: measure<Batch>("batch"), naive: measure<Batch>("naive") }));
  const of = (which: "batch" | "naive") => {
    const all = rounds.map((round) => round[which]);
    const { precision = 0, recall = 0, f1 = 0 } = all[0] ?? {};
    return {
      cpuSeconds: summary(all.map(({ cpuSeconds }) => cpuSeconds)),
      megabytes: summary(all.map(({ megabytes }) => megabytes)),
      precision,
      recall,
      f1,
    };
  };
  const [batch, naive] = [of("batch"), of("naive")];
  const one = measure<Live>("live");
  return Promise.resolve({
    rows: ROWS,
    resolved: batch,
    equalKeys: naive,
    timesEqualKeys: rounded(batch.cpuSeconds.median / naive.cpuSeconds.median, 1),
    oneAgainstAll: one,
    aims: { cpuSeconds: 15, megabytes: 900, p99: 5 },
    published: PUBLISHED,
  });
}

interface Batch {
  readonly cpuSeconds: number;
  readonly megabytes: number;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}
interface Live {
  readonly p99: number;
}

function measure<T>(what: string): T {
  const child = fileURLToPath(new URL("./identity-child.ts", import.meta.url));
  const { status, stdout, stderr } = spawnSync(process.execPath, ["--conditions=source", "--import", "tsx", child, what, String(ROWS)], {
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as T;
}
