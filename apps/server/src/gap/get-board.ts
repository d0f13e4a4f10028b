import { read } from "../platform/operation.ts";
import { readCompany } from "../company/index.ts";
import { boardCells } from "./board-cells.ts";
import { priceCells } from "./price-cells.ts";
import { REFERENCES } from "./references.ts";
import { boardSentence } from "./sentence.ts";
import { scopeOf } from "./scope.ts";
import { Board, BoardFilter } from "./words.ts";
import type { Company } from "../company/words.ts";
import { CounterseatError } from "../platform/errors.ts";

export const getBoard = read({
  name: "gap.getBoard",
  method: "GET",
  path: "/gap/board",
  summary: "Belief against experience at every stage: the sentence, the cells in order of priority, who owns them",
  permission: "gap:read",
  reach: "organisation",
  input: BoardFilter,
  output: Board,
  async run(ctx, input) {
    const company = await readCompany(ctx.db, ctx.world);
    assertKnown(input, company);
    const scope = scopeOf(input, company.settings.zone);
    const measured = await boardCells(ctx, company, scope, input.owner ?? null);
    const { leaders, customers } = measured.sides;
    const cells = await priceCells(ctx, measured, scope);
    const count = (state: string) => cells.filter((cell) => cell.state === state).length;
    const times = cells
      .flatMap((cell) => [cell.sides.experienced?.asOf ?? null, cell.sides.believed?.asOf ?? null])
      .filter((t) => t !== null);
    const owners = new Set(company.stages.flatMap((stage) => (stage.ownerId === null ? [] : [stage.ownerId])));
    return {
      ...boardSentence(cells),
      cells,
      counts: {
        gap: count("gap"),
        noGap: count("no-gap"),
        notKnownYet: count("not-known-yet"),
        hidden: count("hidden"),
        verified: cells.filter((c) => c.life === "verified" || c.life === "paid").length,
      },
      sources: {
        beliefs: leaders.samples.answers,
        leaders: leaders.samples.people,
        responses: customers.samples.answers,
        customers: customers.samples.people,
      },
      world: ctx.world,
      references: REFERENCES,
      filters: {
        stages: company.stages.map(({ id, label }) => ({ id, label })),
        channels: company.channels.map(({ id, label }) => ({ id, label })),
        segments: company.segments.map(({ id, label }) => ({ id, label })),
        owners: company.people.filter((person) => owners.has(person.id)).map(({ id, name }) => ({ id, label: name })),
      },
      asOf: times.sort().at(-1) ?? null,
    };
  },
});

/** A filter that names nothing there is would look like an empty board; better to say which ids there are. */
function assertKnown(filter: BoardFilter, company: Company): void {
  const lists = { stage: company.stages, channel: company.channels, segment: company.segments, owner: company.people };
  for (const name of ["stage", "channel", "segment", "owner"] as const) {
    const ids = lists[name].map((entry) => entry.id);
    const asked = filter[name];
    if (asked === undefined || ids.length === 0 || ids.includes(asked)) continue;
    // An owner may be an id the company has not described yet.
    if (name === "owner" && company.stages.some((stage) => stage.ownerId === asked)) continue;
    throw new CounterseatError("invalid", `There is no ${name} "${asked}".`, {
      fix: `Known: ${ids.slice(0, 20).join(", ")}${ids.length > 20 ? " …" : ""}.`,
    });
  }
}
