import { z } from "zod";
import { readCompany } from "../company/index.ts";
import { CounterseatError } from "../platform/errors.ts";
import { minorDigits } from "../platform/money.ts";
import { read } from "../platform/operation.ts";
import { personal } from "../platform/personal.ts";
import { GROUP_MINIMUM } from "../platform/small-groups.ts";
import { readLedger } from "./ledger-columns.ts";
import { type LineAnswer, LINES, type LineTask } from "./line-task.ts";
import { Basis } from "./words.ts";

export const listLine = read({
  name: "asset.listLine",
  method: "GET",
  path: "/asset/lines/{line}",
  summary: "The customers behind one line of the ledger, the largest change first",
  permission: "asset:read",
  reach: "organisation",
  input: z.object({
    line: z.enum(LINES),
    basis: Basis,
    from: z.iso.date().describe("first day of the period"),
    to: z.iso.date().describe("first day after it"),
    window: z.coerce.number().int().min(1).max(3650).default(365).describe("days, for transactions"),
    segment: z.string().optional(),
    limit: z.coerce.number().int().min(1).max(500).default(50),
  }),
  output: z.object({
    customers: z.array(z.object({ id: personal(z.string(), "id"), opening: z.number(), closing: z.number() })),
    total: z.number().int(),
    currency: z.string(),
    hidden: z.string().nullable().describe("why nobody is listed although somebody is in the line"),
  }),
  async run(ctx, input) {
    if (input.from >= input.to)
      throw new CounterseatError("invalid", "The period ends before it begins.", { fix: "Give `to` a later day." });
    const { settings } = await readCompany(ctx.db, ctx.world);
    const asked = { basis: input.basis, currency: settings.currency, segment: input.segment ?? null, names: true };
    const { columns, currency, names } = await readLedger(ctx, asked);
    const found = await ctx.compute.run<LineAnswer>("asset.line", {
      line: input.line,
      basis: input.basis,
      timeZone: settings.zone,
      from: input.from,
      to: input.to,
      window: input.window,
      unit: 10 ** minorDigits(currency),
      columns,
    } satisfies LineTask);
    const total = found.customer.length;
    const small = input.segment !== undefined && total > 0 && total < GROUP_MINIMUM;
    return {
      customers: small
        ? []
        : Array.from(found.customer.subarray(0, input.limit), (code, i) => ({
            id: names.get(code) ?? "",
            opening: found.opening[i] ?? 0,
            closing: found.closing[i] ?? 0,
          })),
      total,
      currency,
      hidden: small ? `Fewer than ${GROUP_MINIMUM} customers of this segment are in this line, so they stay hidden.` : null,
    };
  },
});
