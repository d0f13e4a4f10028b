import { z } from "zod";
import { read } from "../platform/operation.ts";
import { assertSeesPersonal } from "../platform/permissions.ts";
import { CustomerRow } from "./words.ts";

export const listCustomers = read({
  name: "customer.listCustomers",
  method: "GET",
  path: "/customers",
  summary: "Customers by their exact identifier, the ones heard from last first",
  permission: "customer:read",
  reach: "organisation",
  input: z.object({ search: z.string().max(200).optional(), limit: z.coerce.number().int().min(1).max(500).default(50) }),
  output: z.object({ customers: z.array(CustomerRow), total: z.number() }),
  async run(ctx, input) {
    const filter = { world: ctx.world, stream: ["events", "transactions", "responses"] };
    const search = input.search?.trim() ?? "";
    if (search !== "") assertSeesPersonal(ctx.actor); // whoever may not see an identifier may not ask whether it is here either
    const found = await ctx.events.distinct({
      column: "customer",
      filter,
      use: "upkeep",
      limit: search === "" ? 0 : input.limit,
      ...(search === "" ? {} : { contains: search }),
    });
    const rows = await ctx.events.countBy({
      by: ["customer"],
      filter: { ...filter, ...(search === "" ? { customer: { not: [null] } } : { customer: found.values }) },
      use: "upkeep",
      order: "last",
      limit: input.limit + 1,
    });
    const iso = (time: number | null) => (time === null ? null : new Date(time).toISOString());
    const customers = rows.flatMap((row) =>
      row.key[0] === null || row.key[0] === undefined ? [] : [{ id: row.key[0], rows: row.n, first: iso(row.first), last: iso(row.last) }],
    );
    return { customers: customers.slice(0, input.limit), total: found.total };
  },
});
