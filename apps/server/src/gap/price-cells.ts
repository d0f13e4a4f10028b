import type { Figure } from "../platform/figure.ts";
import type { Scope } from "../platform/metric.ts";
import type { ReadContext } from "../platform/operation.ts";
import type { Measured } from "./board-cells.ts";
import { cellCustomers } from "./cell-customers.ts";
import { cellWorth, gapPrice } from "./price.ts";
import { shownAt } from "./side.ts";
import type { Cell } from "./words.ts";

/**
 * Gives each gap its price and orders the cells: what matters most first, then what is settled, then the larger distance. Who passed a
 * stage is looked up for gaps only, unless `all` are asked for: a board opens with every filter, and most of its stages have no gap.
 */
export async function priceCells(ctx: ReadContext, { cells, sides }: Measured, scope: Scope, all = false): Promise<Cell[]> {
  const wanted = cells.filter((cell) => all || cell.state === "gap").map((cell) => cell.stage);
  const worth = wanted.length === 0 ? null : await ctx.metrics.worth("asset.worth", ctx, scope);
  const known = worth !== null && worth.from !== null && worth.to !== null ? { ...scope, from: worth.from, to: worth.to } : null;
  const passed = worth === null || known === null ? null : await cellCustomers(ctx, known, { stages: wanted, worth });
  const priced = cells.map((cell): Cell => {
    if (worth === null || !wanted.includes(cell.stage)) return cell;
    const value = cellWorth(ctx.metrics, worth, passed?.get(cell.stage) ?? null);
    const atStake = gapPrice(ctx.metrics, {
      yearly: value.yearly,
      leaders: shownAt(sides.leaders, cell.stage),
      customers: shownAt(sides.customers, cell.stage),
      gap: cell.state === "gap" ? cell.gaps.belief : null,
    });
    // A gap whose price is known has been priced, unless it has come further already.
    return { ...cell, worth: value, atStake, life: cell.life === "seen" && atStake.value !== null ? "priced" : cell.life };
  });
  const complete = priced.every(
    ({ state, atStake }) => state !== "gap" || atStake.value !== null || atStake.doubts.includes("better-than-believed"),
  );
  return priced.map((cell) => ({ ...cell, priority: priorityOf(ctx, cell, complete) })).sort(byPriority);
}

/**
 * Priority = importance × lower bound of the gap × value at stake. Nobody has measured importance yet, so that factor is 1; value
 * counts only where every gap has a price, since a gap without one must not fall behind for it. The figure says which is missing.
 * Where no gap is shown there is nothing to put first.
 */
function priorityOf(ctx: ReadContext, { gaps, state, atStake }: Cell, priced: boolean): Figure {
  const gap = gaps.belief;
  const shown = state === "gap";
  const lower = gap?.interval == null ? 0 : Math.max(gap.interval[0], 0);
  return {
    value: shown ? lower * (priced ? (atStake.value ?? 0) : 1) : 0,
    unit: priced ? `points × ${atStake.unit}` : "points",
    n: gap?.n ?? 0,
    interval: null,
    metric: ctx.metrics.label("gap.belief"),
    asOf: gap?.asOf ?? null,
    doubts: ["importance-not-known-yet", ...(priced ? [] : ["value-not-known-yet"]), ...(shown ? [] : ["no-gap-shown"])],
  };
}

const SETTLED = { gap: 0, "no-gap": 1, "not-known-yet": 2, hidden: 3 } as const;

function byPriority(x: Cell, y: Cell): number {
  const distance = (cell: Cell) => Math.abs(cell.gaps.belief?.value ?? 0);
  return (
    (y.priority.value ?? 0) - (x.priority.value ?? 0) ||
    SETTLED[x.state] - SETTLED[y.state] ||
    distance(y) - distance(x) ||
    x.stage.localeCompare(y.stage)
  );
}
