import type { z } from "zod";
import { read } from "../../platform/operation.ts";
import { askedLog, shareFigure } from "./ask.ts";
import { About, Demand } from "./words.ts";

interface Counted {
  readonly total: number;
  readonly causes: readonly { readonly contacts: number; readonly median: number; readonly byChannel: Readonly<Record<string, number>> }[];
}

export const getDemand = read({
  name: "journey.getDemand",
  method: "GET",
  path: "/journey/demand",
  summary: "Why customers contact the company: value demand, failure demand by cause and by the department that causes it",
  permission: "journey:read",
  reach: "organisation",
  input: About,
  output: Demand,
  async run(ctx, input): Promise<z.infer<typeof Demand>> {
    const { found, company, facts, run } = await askedLog(ctx, input);
    const asOf = found?.last ?? null;
    const share = (successes: number, n: number) => shareFigure(ctx, "journey.failure-demand", { successes, n, asOf });
    if (run === null) return { log: null, allCases: 0, contacts: 0, failure: share(0, 0), causes: [], units: [] };
    const counted = await run<Counted>("journey.demand");
    const causes = counted.causes
      .map(({ contacts, median, byChannel }, i) => {
        const { id, label, demand, unitId } = company.causes[i] ?? { id: "", label: "", demand: "value" as const, unitId: null };
        const unit = company.units.find((one) => one.id === unitId);
        return {
          id,
          label,
          demand,
          unit: unit === undefined ? null : { id: unit.id, label: unit.name },
          contacts,
          share: counted.total === 0 ? 0 : contacts / counted.total,
          median: Number.isNaN(median) ? null : median,
          byChannel: { ...byChannel },
        };
      })
      .filter(({ contacts }) => contacts > 0)
      .sort((a, b) => b.contacts - a.contacts || (a.id < b.id ? -1 : 1));
    const failures = causes.filter(({ demand }) => demand !== "value");
    const failed = failures.reduce((sum, { contacts }) => sum + contacts, 0);
    const silos = new Map(facts.causes.map(({ id, silo }) => [id, silo]));
    const units = facts.silos
      .map(({ id, label }, silo) => {
        const contacts = failures.filter((cause) => silos.get(cause.id) === silo).reduce((sum, cause) => sum + cause.contacts, 0);
        return { id, label, contacts, share: share(contacts, failed) };
      })
      .filter(({ contacts }) => contacts > 0)
      .sort((a, b) => b.contacts - a.contacts || (a.id < b.id ? -1 : 1));
    return {
      log: found?.log ?? null,
      allCases: counted.allCases,
      contacts: counted.total,
      failure: share(failed, counted.total),
      causes,
      units,
    };
  },
});
