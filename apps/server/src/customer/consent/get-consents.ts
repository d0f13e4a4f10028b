import { z } from "zod";
import { CONSENTS } from "../../platform/events/contract-consents.ts";
import { notFound } from "../../platform/errors.ts";
import { type ReadContext, read } from "../../platform/operation.ts";
import { assertSeesPersonal } from "../../platform/permissions.ts";
import { readProof } from "./proof.ts";
import { isRefusable, namesOf } from "./purposes.ts";
import { readPurposes } from "./store.ts";
import { Answer, CustomerConsents, PurposeUse } from "./words.ts";

export const getConsents = read({
  name: "customer.getConsents",
  method: "GET",
  path: "/customers/{id}/consents",
  summary: "What one customer agreed to, purpose by purpose: since when, told by whom, and what their rows are not used for",
  permission: "customer:read",
  input: z.object({ id: z.string().min(1).max(400) }),
  output: CustomerConsents,
  async run(ctx, { id }) {
    assertSeesPersonal(ctx.actor);
    return consentsOf(ctx, await customerOf(ctx, id));
  },
});

/** The customer that a name stands for. @throws not-found where nobody goes by it */
export async function customerOf(ctx: ReadContext, id: string): Promise<string> {
  const { world } = ctx;
  const customer = (await ctx.events.links({ world, told: [id] })).at(-1)?.[1] ?? id;
  const rows = await ctx.events.countBy({ by: [], filter: { world, customer }, use: "upkeep" });
  if ((rows[0]?.n ?? 0) > 0 || (await ctx.events.people({ world, told: [customer] })).length > 0) return customer;
  throw notFound("This customer");
}

export async function consentsOf(ctx: ReadContext, customer: string): Promise<z.input<typeof CustomerConsents>> {
  const { world } = ctx;
  const [purposes, state, told] = await Promise.all([
    readPurposes(ctx.db, world),
    ctx.events.consents({ world, customer }),
    readTold(ctx, customer),
  ]);
  const taken = new Set(purposes.flatMap(namesOf));
  const others = new Map<string, Told[]>();
  for (const one of told) {
    if (taken.has(one.category.toLowerCase())) continue;
    const own = others.get(one.category) ?? [];
    own.push(one);
    others.set(one.category, own);
  }
  return {
    customer,
    purposes: purposes.map((purpose) => {
      const { id: name, basis, byDefault } = purpose;
      const answer = state.answers.find((one) => one.purpose === name);
      const names = new Set(namesOf(purpose));
      const denied = answer === undefined ? byDefault === "denied" : answer.denied;
      return {
        id: name,
        name: purpose.name,
        what: purpose.what,
        basis,
        answer: answer === undefined ? null : answer.denied ? ("denied" as const) : ("granted" as const),
        since: answer?.since == null ? null : new Date(answer.since).toISOString(),
        allowed: !isRefusable(purpose) || !denied,
        told: told.filter(({ category }) => names.has(category.toLowerCase())).map(shown),
      };
    }),
    leftOut: state.leftOut.flatMap(({ use, customers }) => (customers > 0 ? (PurposeUse.safeParse(use).data ?? []) : [])),
    others: [...others].map(([name, of]) => ({ name, told: of.map(shown) })),
  };
}

const shown = ({ category: _category, ...told }: Told) => told;

type Told = Awaited<ReturnType<typeof readTold>>[number];

/** Everything that was said of them, newest first. */
async function readTold(ctx: ReadContext, customer: string) {
  const scan = await ctx.events.scan({
    filter: { world: ctx.world, stream: CONSENTS, customer },
    use: "upkeep",
    words: ["activity", "kind", "source"],
    numbers: ["time"],
    texts: ["customer", "told", "traits"],
    order: "newest",
  });
  const word = (column: "activity" | "kind" | "source", i: number) =>
    scan.words[column]?.dictionary[scan.words[column].codes[i] ?? -1] ?? "";
  return Array.from({ length: scan.length }, (_, i) => {
    const time = scan.numbers.time?.[i] ?? Number.NaN;
    const { by, proof } = readProof(scan.texts.traits?.[i] ?? null);
    return {
      category: word("activity", i),
      name: scan.texts.told?.[i] ?? scan.texts.customer?.[i] ?? customer,
      source: word("source", i),
      // What is no word for agreeing was never agreed.
      answer: Answer.safeParse(word("kind", i)).data ?? ("denied" as const),
      at: Number.isNaN(time) ? null : new Date(time).toISOString(),
      by,
      proof,
    };
  });
}
