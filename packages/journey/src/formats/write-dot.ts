import type { JourneyMap } from "../map.ts";

/** Writes a journey map in the DOT language, to be drawn by Graphviz; hidden steps and folded paths are left out, as on the map. */
export function writeDot(map: JourneyMap): string {
  const steps = map.steps.filter(({ shown }) => shown);
  const names = new Map<string | null, string>(steps.map(({ id }, i) => [id, `step${i}`]));
  const paths = map.paths.filter(({ shown }) => shown);
  const most = paths.reduce((top, { count }) => Math.max(top, count), 1);
  const lines = [
    "digraph journey {",
    "  rankdir=LR;",
    '  node [shape=box, style=rounded, fontname="Helvetica"];',
    '  edge [fontname="Helvetica"];',
    '  start [shape=circle, label=""];',
    '  end [shape=doublecircle, label=""];',
    ...steps.map(({ id, events }, i) => `  step${i} [label="${escaped(id)}\\n${events}"];`),
    ...paths.map(({ from, to, count, median }) => {
      const ends = `${from === null ? "start" : names.get(from)} -> ${to === null ? "end" : names.get(to)}`;
      const time = median === null ? "" : `\\n${median} s`;
      return `  ${ends} [label="${count}${time}", penwidth=${Math.round((1 + (4 * count) / most) * 100) / 100}];`;
    }),
    "}",
    "",
  ];
  return lines.join("\n");
}

function escaped(text: string): string {
  return text
    .replaceAll("\\", "\\\\")
    .replaceAll('"', '\\"')
    .replaceAll(/\r\n|\r|\n/g, "\\n")
    .replaceAll("\u0000", "");
}
