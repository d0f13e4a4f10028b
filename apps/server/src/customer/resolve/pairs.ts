import { probability } from "@counterseat/identity";
import type { Evidence, PersonRecord, RecordName } from "../../platform/events/contract.ts";
import type { ReadContext } from "../../platform/operation.ts";
import { type DecisionRow, inOrder, readDecisions } from "./store.ts";
import { type Pair, type ReasonOf, Verdict } from "./words.ts";

/** Evidence with both records beside each other, whom they stand for now, and what somebody decided about them. */
export async function toPairs(ctx: ReadContext, evidence: readonly Evidence[]): Promise<Pair[]> {
  const names = [...new Set(evidence.flatMap(({ a, b }) => [a.told, b.told]))];
  const [people, links, decisions] = await Promise.all([
    ctx.events.people({ world: ctx.world, told: names }),
    ctx.events.links({ world: ctx.world, told: names }),
    readDecisions(ctx.db, ctx.world, names),
  ]);
  const customers = new Map(links.map(([told, customer]) => [told, customer]));
  const records = new Map(people.map((record) => [keyOf(record), record]));
  const decided = new Map(decisions.map((row) => [`${row.a}\u0000${row.b}`, row]));
  return evidence.map(({ a, b, bits, reasons }) => {
    const { a: first, b: second } = inOrder(a.told, b.told);
    const decision = decided.get(`${first}\u0000${second}`);
    return {
      a: recordOf(records, a),
      b: recordOf(records, b),
      customers: [customers.get(a.told) ?? a.told, customers.get(b.told) ?? b.told],
      bits,
      probability: probability(bits),
      reasons: reasonsOf(reasons),
      decided: decision === undefined ? null : toDecision(decision),
    };
  });
}

export function toDecision({ verdict, by, at }: DecisionRow) {
  return { verdict: Verdict.parse(verdict), by, at: at.toISOString() };
}

const keyOf = ({ source, told }: RecordName) => `${source}\u0000${told}`;

function recordOf(records: ReadonlyMap<string, PersonRecord>, { source, told }: RecordName): Pair["a"] {
  return { source, told, values: records.get(keyOf({ source, told }))?.values ?? {} };
}

function reasonsOf(kept: string): ReasonOf[] {
  const told = JSON.parse(kept) as [ReasonOf["column"], ReasonOf["agreement"], number][]; // written by resolve-task.ts
  return told.map(([column, agreement, bits]) => ({ column, agreement, bits }));
}
