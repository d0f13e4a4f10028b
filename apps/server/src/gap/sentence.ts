import type { Board, Cell } from "./words.ts";

/** The board's one sentence, and the slots it was filled from. It says the finding, calm when nothing is wrong. */
export function boardSentence(cells: readonly Cell[]): Pick<Board, "sentence" | "slots"> {
  const none = { believed: null, experienced: null, stage: null, owned: null };
  if (cells.length === 0)
    return { sentence: "Nothing to compare yet: bring what your leaders believe and what your customers say.", slots: none };
  const first = cells[0];
  if (first !== undefined && first.state === "gap") return gapSentence(first);
  const of = (state: Cell["state"]) => cells.filter((cell) => cell.state === state);
  const fine = of("no-gap");
  const open = of("not-known-yet");
  if (fine.length > 0) {
    const rest = open.length === 0 ? "" : ` ${stagesText(open.length)} not known yet.`;
    const all =
      fine.length === cells.length
        ? `at ${fine.length === 1 ? "the one stage asked about" : `all ${fine.length} stages`}`
        : `at ${fine.length} of ${cells.length} stages`;
    return { sentence: `No gap: what you believe and what customers say agree within 5 points ${all}.${rest}`, slots: none };
  }
  if (open.length > 0) return { sentence: openSentence(open), slots: none };
  return { sentence: "Too few people answered to show anything here.", slots: none };
}

function gapSentence(cell: Cell): Pick<Board, "sentence" | "slots"> {
  const believed = cell.sides.believed?.value ?? null;
  const experienced = cell.sides.experienced?.value ?? null;
  const owned = cell.action !== null && cell.action.state === "open";
  const slots = { believed, experienced, stage: cell.stage, owned };
  const where = lowerFirst(cell.stageLabel);
  const owner = owned ? `${cell.action?.ownerName} owns it.` : "nobody owns it yet.";
  if (believed === null || experienced === null) return { sentence: `The largest gap is ${where}; ${owner}`, slots };
  const sides = `You believe ${Math.round(believed)}, customers say ${Math.round(experienced)}`;
  // Customers can be happier than the company believes; that is a gap too, but not one that costs them.
  const what = believed >= experienced ? `the largest gap is ${where}` : `you are better than you believe at ${where}`;
  const price =
    cell.atStake.value === null || cell.atStake.value <= 0 ? "" : ` ${moneyText(cell.atStake.value, cell.atStake.unit)} at stake;`;
  return { sentence: `${sides}: ${what};${price} ${owner}`, slots };
}

/** `EUR 214 k a year`: short enough to say, and never finer than the figure is sure. */
function moneyText(value: number, unit: string): string {
  const [currency = ""] = unit.split("/");
  const [size, letter] = value >= 1e9 ? [1e9, " bn"] : value >= 1e6 ? [1e6, " m"] : value >= 1e4 ? [1e3, " k"] : [1, ""];
  const scaled = value / size;
  return `${currency} ${scaled < 10 && size > 1 ? scaled.toFixed(1) : Math.round(scaled)}${letter} a year`;
}

function openSentence(open: readonly Cell[]): string {
  const needed = open
    .flatMap((cell) => (cell.need?.customers == null || cell.need.customers === 0 ? [] : [{ cell, more: cell.need.customers }]))
    .sort((x, y) => x.more - y.more)[0];
  const what =
    needed === undefined
      ? ""
      : ` About ${needed.more} more customer ${needed.more === 1 ? "answer" : "answers"} would settle ${lowerFirst(needed.cell.stageLabel)}.`;
  return `Not known yet: the answers so far cannot tell a gap from no gap.${what}`;
}

function stagesText(n: number): string {
  return n === 1 ? "One stage is" : `${n} stages are`;
}

function lowerFirst(label: string): string {
  return label.charAt(0).toLowerCase() + label.slice(1);
}
