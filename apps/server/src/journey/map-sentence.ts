interface Step {
  readonly id: string;
  readonly cases: number;
  readonly again: number;
}
interface Path {
  readonly from: string | null;
  readonly to: string | null;
  readonly count: number;
  readonly median: number | null;
}

/** The map's one finding: the step most journeys had to come back to, and the wait that costs the most time in all. */
export function mapSentence(input: {
  steps: readonly Step[];
  paths: readonly Path[];
  cases: number;
  labelOf: (id: string) => string;
}): string {
  const { steps, paths, cases, labelOf } = input;
  const count = new Intl.NumberFormat("en");
  const again = steps.reduce<Step | null>((most, s) => (s.again > (most?.again ?? 0) ? s : most), null);
  const waits = paths.filter((p) => p.from !== null && p.to !== null && p.median !== null && p.median > 0);
  const longest = waits.reduce<Path | null>((most, p) => (cost(p) > cost(most) ? p : most), null);
  const head = `${count.format(cases)} ${cases === 1 ? "journey" : "journeys"}.`;
  const loop = again === null ? " No step had to be repeated." : ` ${count.format(again.again)} came back to ${quote(labelOf(again.id))}.`;
  const wait =
    longest === null || longest.from === null || longest.to === null
      ? ""
      : ` Most time passes between ${quote(labelOf(longest.from))} and ${quote(labelOf(longest.to))}: half wait longer than ${duration(longest.median ?? 0)}.`;
  return head + loop + wait;
}

function cost(path: Path | null): number {
  return path === null ? 0 : path.count * (path.median ?? 0);
}

function quote(label: string): string {
  return `“${label}”`;
}

/** Seconds in the largest unit that keeps two digits. */
export function duration(seconds: number): string {
  const units: readonly (readonly [number, string])[] = [
    [86_400, "day"],
    [3600, "hour"],
    [60, "minute"],
    [1, "second"],
  ];
  const [size, name] = units.find(([s]) => seconds >= s) ?? ([1, "second"] as const);
  const value = seconds / size;
  const text = value < 10 ? String(Math.round(value * 10) / 10) : String(Math.round(value));
  return `${text} ${name}${text === "1" ? "" : "s"}`;
}
