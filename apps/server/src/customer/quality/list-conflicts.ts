import { z } from "zod";
import { PERSONAL } from "../../platform/events/contract.ts";
import { read } from "../../platform/operation.ts";
import { assertSeesPersonal } from "../../platform/permissions.ts";
import type { findConflicts } from "./personal-fields.ts";
import type { ConflictsInput } from "./quality-task.ts";
import { ConflictList } from "./words.ts";

export const listConflicts = read({
  name: "customer.listConflicts",
  method: "GET",
  path: "/quality/conflicts",
  summary: "Customers of whom a source says something else than another source does, in one field",
  permission: "customer:read",
  input: z.object({
    source: z.string().min(1).max(200),
    field: z.enum(PERSONAL),
    limit: z.coerce.number().int().min(1).max(500).default(100),
  }),
  output: ConflictList,
  async run(ctx, asked) {
    assertSeesPersonal(ctx.actor); // who is in this list is personal by itself
    const { events, world } = ctx;
    const people = { records: await events.people({ world }), links: await events.links({ world }) };
    const input: ConflictsInput = { people, ...asked };
    const { conflicts, total } = await ctx.compute.run<ReturnType<typeof findConflicts>>("customer.conflicts", input);
    return {
      total,
      conflicts: conflicts.map(({ customer, said }) => ({
        customer,
        said: said.map(({ source, values }) => ({ source, values: [...values] })),
      })),
    };
  },
});
