import { z } from "zod";
import type { PersonRecord } from "../../platform/events/contract.ts";
import { notFound } from "../../platform/errors.ts";
import { read, type ReadContext } from "../../platform/operation.ts";
import { personal } from "../../platform/personal.ts";
import { assertSeesPersonal } from "../../platform/permissions.ts";
import { groupBy } from "../ingest/group-by.ts";
import { findRun } from "../resolve/store.ts";
import { type Belief, survivorsOf } from "./survivors.ts";

/** Of the people of an account, and of who buys through somebody. */
const MOST = 100;
/** Steps from an end customer to whom all goes through. A chain that comes back to itself ends there. */
const LONGEST = 20;

const Related = z.object({
  id: personal(z.string(), "id"),
  name: personal(z.string()).nullable().describe("as the most trusted source has it"),
});
type Related = z.infer<typeof Related>;
const Relateds = z.object({ total: z.number(), first: z.array(Related).describe(`by id, at most ${MOST}`) });

const Relations = z
  .object({
    account: Related.nullable().describe("the customer whose people they are one of"),
    people: Relateds.describe("customers that are people of this one"),
    chain: z.array(Related).describe("whom they buy through, and whom those do, the nearest first"),
    through: Relateds.describe("customers that buy through this one"),
  })
  .meta({ id: "CustomerRelations" });

export const getRelations = read({
  name: "customer.getRelations",
  method: "GET",
  path: "/customers/{id}/relations",
  summary: "The account somebody belongs to and its people, and the chain of customers they buy through",
  permission: "customer:read",
  reach: "organisation",
  input: z.object({ id: z.string().min(1).max(500) }),
  output: Relations,
  async run(ctx, { id }) {
    assertSeesPersonal(ctx.actor);
    const belief = await beliefOf(ctx);
    const find = async (told: string) => (await findAll(ctx, belief, [told]))[0] ?? nobody(told);
    const self = await find(id);
    const [people, through] = await Promise.all([within(ctx, "account", self.names), within(ctx, "through", self.names)]);
    const isNamed = people.length + through.length > 0 || self.hasRecords;
    if (
      !isNamed &&
      ((await ctx.events.countBy({ by: [], filter: { world: ctx.world, customer: self.id }, use: "upkeep" }))[0]?.n ?? 0) === 0
    )
      throw notFound("This customer");
    const account = self.values.account === undefined ? null : await find(self.values.account);
    const chain: Related[] = [];
    const seen = new Set([self.id]);
    for (let at = self; at.values.through !== undefined && chain.length < LONGEST;) {
      at = await find(at.values.through);
      if (seen.has(at.id)) break;
      seen.add(at.id);
      chain.push(toRelated(at));
    }
    const listed = async (told: readonly string[]) => {
      const others = (await findAll(ctx, belief, told)).filter((one) => one.id !== self.id);
      return { total: others.length, first: others.slice(0, MOST).map(toRelated) };
    };
    return {
      account: account === null || account.id === self.id ? null : toRelated(account),
      people: await listed(people),
      chain,
      through: await listed(through),
    };
  },
});

/** Whom to believe, as settled with the last run. */
export async function beliefOf(ctx: Pick<ReadContext, "db" | "world">): Promise<Belief> {
  const run = await findRun(ctx.db, ctx.world);
  return { trust: run?.trust ?? [], believed: run?.believed ?? {} };
}

interface Relative extends Related {
  /** All that stand for them, their own first. */
  readonly names: readonly string[];
  readonly values: PersonRecord["values"];
  readonly hasRecords: boolean;
}
const nobody = (id: string): Relative => ({ id, name: null, names: [id], values: {}, hasRecords: false });

/** The customers that some names stand for, by id, each with what is believed of them. */
async function findAll({ events, world }: ReadContext, belief: Belief, told: readonly string[]): Promise<Relative[]> {
  const stands = new Map((await events.links({ world, told })).map(([name, customer]) => [name, customer]));
  const ids = [...new Set(told.map((name) => stands.get(name) ?? name))].sort();
  const names = new Map(ids.map((id) => [id, [id]]));
  for (const [name, customer] of await events.links({ world, customer: ids })) names.get(customer)?.push(name);
  const records = groupBy(await events.people({ world, told: [...names.values()].flat() }), (record) => record.told);
  return ids.map((id) => {
    const own = names.get(id) ?? [id];
    const said = own.flatMap((name) => records.get(name) ?? []);
    const values = Object.assign({}, ...survivorsOf(said, belief).map((one) => one.values)) as PersonRecord["values"]; // each survivor's are of that type
    return { id, name: nameOf(values), names: own, values, hasRecords: said.length > 0 };
  });
}

/** Names of who says that one of these is their account, or whom they buy through. */
async function within({ events, world }: ReadContext, field: "account" | "through", names: readonly string[]): Promise<string[]> {
  return [...new Set((await events.people({ world, within: { field, names } })).map(({ told }) => told))];
}

const toRelated = ({ id, name }: Related): Related => ({ id, name });

function nameOf({ given, family, name }: PersonRecord["values"]): string | null {
  const joined = [given, family].filter((part) => part !== undefined).join(" ");
  return joined === "" ? (name ?? null) : joined;
}
