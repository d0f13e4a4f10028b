import type { Board, Cell } from "./words.ts";

type Said = Pick<Board, "sentence" | "slots">;
type Slots = Board["slots"];

const EMPTY: Slots = {
  says: "nothing-to-compare",
  believed: null,
  experienced: null,
  stage: null,
  stageLabel: null,
  owned: null,
  ownerName: null,
  atStake: null,
  stages: { all: 0, fine: 0, open: 0 },
  more: null,
};

/**
 * The board's one sentence in English, and the slots it was filled from, so that a page can say the same in another language.
 * It says the finding, calm when nothing is wrong.
 */
export function boardSentence(cells: readonly Cell[]): Said {
  const of = (state: Cell["state"]) => cells.filter((cell) => cell.state === state);
  const [fine, open] = [of("no-gap"), of("not-known-yet")];
  const slots: Slots = { ...EMPTY, stages: { all: cells.length, fine: fine.length, open: open.length } };
  if (cells.length === 0)
    return { sentence: "Nothing to compare yet: bring what your leaders believe and what your customers say.", slots };
  const gap = cells[0]?.state === "gap" ? gapSentence(cells[0], slots) : null;
  if (gap !== null) return gap;
  if (fine.length > 0) {
    const rest = open.length === 0 ? "" : ` ${stagesText(open.length)} not known yet.`;
    const all =
      fine.length === cells.length
        ? `at ${fine.length === 1 ? "the one stage asked about" : `all ${fine.length} stages`}`
        : `at ${fine.length} of ${cells.length} stages`;
    return {
      sentence: `No gap: what you believe and what customers say agree within 5 points ${all}.${rest}`,
      slots: { ...slots, says: "no-gap" },
    };
  }
  if (open.length > 0) return openSentence(open, slots);
  return { sentence: "Too few people answered to show anything here.", slots: { ...slots, says: "hidden" } };
}

/** Null where a side has no figure, which no gap is without. */
function gapSentence(cell: Cell, rest: Slots): Said | null {
  const believed = cell.sides.believed?.value ?? null;
  const experienced = cell.sides.experienced?.value ?? null;
  if (believed === null || experienced === null) return null;
  const ownerName = cell.action?.state === "open" ? cell.action.ownerName : null;
  const { value, unit } = cell.atStake;
  const atStake = value === null || value <= 0 ? null : { value, unit };
  // Customers can be happier than the company believes; that is a gap too, but not one that costs them.
  const says = believed >= experienced ? "gap" : "better";
  const where = lowerFirst(cell.stageLabel);
  const what = says === "gap" ? `the largest gap is ${where}` : `you are better than you believe at ${where}`;
  const price = atStake === null ? "" : ` ${moneyText(atStake.value, atStake.unit)} at stake;`;
  const owner = ownerName === null ? "nobody owns it yet." : `${ownerName} owns it.`;
  return {
    sentence: `You believe ${Math.round(believed)}, customers say ${Math.round(experienced)}: ${what};${price} ${owner}`,
    slots: {
      ...rest,
      says,
      believed,
      experienced,
      stage: cell.stage,
      stageLabel: cell.stageLabel,
      owned: ownerName !== null,
      ownerName,
      atStake,
    },
  };
}

/** `EUR 214 k a year`: short enough to say, and never finer than the figure is sure. */
function moneyText(value: number, unit: string): string {
  const [currency = ""] = unit.split("/");
  const [size, letter] = value >= 1e9 ? [1e9, " bn"] : value >= 1e6 ? [1e6, " m"] : value >= 1e4 ? [1e3, " k"] : [1, ""];
  const scaled = value / size;
  return `${currency} ${scaled < 10 && size > 1 ? scaled.toFixed(1) : Math.round(scaled)}${letter} a year`;
}

function openSentence(open: readonly Cell[], slots: Slots): Said {
  const needed = open
    .flatMap((cell) => (cell.need?.customers == null || cell.need.customers === 0 ? [] : [{ cell, more: cell.need.customers }]))
    .sort((x, y) => x.more - y.more)[0];
  const what =
    needed === undefined
      ? ""
      : ` About ${needed.more} more customer ${needed.more === 1 ? "answer" : "answers"} would settle ${lowerFirst(needed.cell.stageLabel)}.`;
  return {
    sentence: `Not known yet: the answers so far cannot tell a gap from no gap.${what}`,
    slots: { ...slots, says: "not-known-yet", stageLabel: needed?.cell.stageLabel ?? null, more: needed?.more ?? null },
  };
}

function stagesText(n: number): string {
  return n === 1 ? "One stage is" : `${n} stages are`;
}

function lowerFirst(label: string): string {
  return label.charAt(0).toLowerCase() + label.slice(1);
}
