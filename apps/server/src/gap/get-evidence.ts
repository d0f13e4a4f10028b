import { readCompany } from "../company/index.ts";
import { notFound } from "../platform/errors.ts";
import { read } from "../platform/operation.ts";
import { boardCells } from "./board-cells.ts";
import { CellKeyText } from "./cell-key.ts";
import { priceCells } from "./price-cells.ts";
import { scopeOf } from "./scope.ts";
import { figureAt, shownAt } from "./side.ts";
import { BoardFilter, Evidence } from "./words.ts";

/** Fewer answers than this would let single people be picked out of a distribution. */
const DISTRIBUTION_MINIMUM = 8;

export const getEvidence = read({
  name: "gap.getEvidence",
  method: "GET",
  path: "/gap/cells/{key}/evidence",
  summary: "What stands behind one cell: who believes what, how the answers spread",
  permission: "gap:read",
  reach: "organisation",
  // Asked with the board's whole filter: the key says the place, so of the filter only the period counts.
  input: BoardFilter.extend({ key: CellKeyText }),
  output: Evidence,
  async run(ctx, input) {
    const company = await readCompany(ctx.db, ctx.world);
    if (!company.stages.some((stage) => stage.id === input.key.stage)) throw notFound("This cell");
    const scope = { ...scopeOf({ from: input.from, to: input.to }, company.settings.zone), ...input.key };
    const measured = await boardCells(ctx, company, scope, null);
    const { leaders, frontLine, customers } = measured.sides;
    const cell = (await priceCells(ctx, measured, scope, true))[0];
    if (cell === undefined) throw notFound("This cell");
    const groups = [
      { role: "leaders", side: leaders },
      { role: "front line", side: frontLine },
    ];
    const believed = shownAt(leaders, cell.stage)?.points ?? new Float64Array();
    const experienced = shownAt(customers, cell.stage)?.points ?? new Float64Array();
    const shown = Math.min(believed.length, experienced.length) >= DISTRIBUTION_MINIMUM;
    return {
      cell,
      definition: ctx.metrics.get("gap.belief").definition,
      definitions: ["culture.believed", "voice.experienced", "gap.price", "asset.worth"].map((id) => {
        const metric = ctx.metrics.get(id);
        return { metric: ctx.metrics.label(id), title: metric.title, text: metric.definition, owner: metric.owner };
      }),
      believed: groups
        .filter(({ side }) => shownAt(side, cell.stage) !== null)
        .map(({ role, side }) => ({ role, figure: figureAt(ctx.metrics, side, cell.stage) })),
      distribution: shown ? spread(believed, experienced) : null,
    };
  },
});

/** Eleven bins around 0, 10 … 100. */
function spread(leaders: Float64Array, customers: Float64Array) {
  const bins = Array.from({ length: 11 }, (_, i) => ({ points: i * 10, customers: 0, leaders: 0 }));
  const bin = (points: number) => bins[Math.min(10, Math.max(0, Math.round(points / 10)))];
  for (const points of customers) {
    const found = bin(points);
    if (found !== undefined) found.customers += 1;
  }
  for (const points of leaders) {
    const found = bin(points);
    if (found !== undefined) found.leaders += 1;
  }
  return bins;
}
