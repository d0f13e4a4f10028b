import { matchIndex, resolve } from "@counterseat/identity";
import { percentile, rounded } from "./measure.ts";
import { syntheticPeople, type SyntheticPeople } from "./synthetic-people.ts";

/** One measurement in a process of its own, so that memory and processor time are nobody else's: `batch`, `naive` or `live`, and rows. */
const [what = "batch", rows = "1000000"] = process.argv.slice(2);
const people = syntheticPeople(Number(rows), 1);
const made = process.cpuUsage();
const work = { batch, naive, live }[what];
if (work === undefined) throw new Error(`no measurement ${what}`);
console.log(JSON.stringify({ ...work(people), megabytes: Math.round(process.resourceUsage().maxRSS / 1024) }));

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage(made);
  return rounded((user + system) / 1e6, 2);
}

function batch({ columns, source, truth }: SyntheticPeople) {
  const { cluster } = resolve({ columns, split: null, source });
  const seconds = cpuSeconds();
  return { cpuSeconds: seconds, ...score(cluster, truth) };
}

/** What most scripts do: the same e-mail address, the same telephone, or the same name and birthday is the same customer. */
function naive({ columns, truth }: SyntheticPeople) {
  const cells = (name: string) => columns.find((column) => column.name === name)?.cells ?? [];
  const parent = Int32Array.from(truth, (_, row) => row);
  const root = (of: number): number => {
    let at = of;
    while (parent[at] !== at) at = parent[at] = parent[parent[at] ?? at] ?? at;
    return at;
  };
  const [given, family, birth] = [cells("given"), cells("family"), cells("birth")];
  const keys = [
    cells("email"),
    cells("phone"),
    given.map((name, row) => (name && family[row] && birth[row] ? `${name} ${family[row]} ${birth[row]}` : "")),
  ];
  for (const key of keys) {
    const first = new Map<string, number>();
    key.forEach((value, row) => {
      if (value === "") return;
      const before = first.get(value);
      if (before === undefined) first.set(value, row);
      else parent[root(row)] = root(before);
    });
  }
  const cluster = Int32Array.from(parent, (_, row) => root(row));
  const seconds = cpuSeconds();
  return { cpuSeconds: seconds, ...score(cluster, truth) };
}

/** Learned from a tenth; all others come in one by one, and then some are asked about. */
function live({ columns, source }: SyntheticPeople) {
  const tenth = Math.floor(source.length / 10);
  const learned = columns.map((column) => ({ ...column, cells: column.cells.slice(0, tenth) }));
  const index = matchIndex(resolve({ columns: learned, split: null, source: source.slice(0, tenth) }).parameters());
  const cellsOf = (row: number) => columns.map(({ cells }) => cells[row] ?? "");
  const before = process.cpuUsage();
  for (let row = 0; row < source.length; row += 1) index.add(String(row), cellsOf(row), source[row] ?? 0);
  const added = process.cpuUsage(before);
  const times: number[] = [];
  for (let i = 0; i < 20_000; i += 1) {
    const row = (i * 7919) % source.length;
    const cells = cellsOf(row);
    const started = performance.now();
    index.match(cells, source[row] ?? 0);
    times.push(performance.now() - started);
  }
  return {
    size: index.size,
    addedPerCpuSecond: Math.round(index.size / ((added.user + added.system) / 1e6)),
    p50: rounded(percentile(times, 0.5), 3),
    p99: rounded(percentile(times, 0.99), 3),
    most: rounded(Math.max(...times), 2),
  };
}

/** Precision and recall of the pairs that clusters imply. */
function score(cluster: Int32Array, truth: Int32Array) {
  const pairs = (keyOf: (row: number) => number) => {
    const sizes = new Map<number, number>();
    for (let row = 0; row < cluster.length; row += 1) sizes.set(keyOf(row), (sizes.get(keyOf(row)) ?? 0) + 1);
    let sum = 0;
    for (const n of sizes.values()) sum += (n * (n - 1)) / 2;
    return sum;
  };
  const right = pairs((row) => (cluster[row] ?? 0) * cluster.length + (truth[row] ?? 0));
  const [precision, recall] = [right / pairs((row) => cluster[row] ?? 0), right / pairs((row) => truth[row] ?? 0)];
  return { precision: rounded(precision, 4), recall: rounded(recall, 4), f1: rounded((2 * precision * recall) / (precision + recall), 4) };
}
