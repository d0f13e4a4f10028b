import { z } from "zod";
import { CounterseatError, notFound } from "../../platform/errors.ts";
import { read, write } from "../../platform/operation.ts";
import { LINE_NAMES } from "../profile/survivors.ts";
import { resolverOf } from "./resolver.ts";
import { findRun, keepBelief } from "./store.ts";

const Trust = z
  .object({
    sources: z
      .array(z.string())
      .describe("the most trusted first: customers go by the name it has, and its values stand where others differ"),
    believed: z.partialRecord(z.enum(LINE_NAMES), z.string()).describe("lines in which another source is believed first"),
  })
  .meta({ id: "Trust" });

export const getTrust = read({
  name: "customer.getTrust",
  method: "GET",
  path: "/identity/trust",
  summary: "Which source is believed where they differ about a customer",
  permission: "customer:read",
  reach: "organisation",
  input: z.object({}),
  output: Trust,
  async run(ctx) {
    const run = await findRun(ctx.db, ctx.world);
    return { sources: run?.trust ?? [], believed: run?.believed ?? {} };
  },
});

export const putTrust = write({
  name: "customer.putTrust",
  method: "PUT",
  path: "/identity/trust",
  summary: "Say which source is believed where they differ about a customer; all sources that have records, each once",
  permission: "customer:write",
  input: Trust,
  output: Trust,
  async run(ctx, input) {
    const run = await findRun(ctx.tx, ctx.world);
    if (run === null) throw notFound("An order of sources");
    const there = new Set(run.trust);
    const isWhole =
      input.sources.length === there.size &&
      new Set(input.sources).size === there.size &&
      input.sources.every((source) => there.has(source));
    if (!isWhole)
      throw new CounterseatError("invalid", `sources: these are ${run.trust.join(", ")}, each once.`, {
        fix: "Name all of them, the most trusted first.",
      });
    for (const [line, source] of Object.entries(input.believed))
      if (!there.has(source))
        throw new CounterseatError("invalid", `believed.${line}: no source of records is called ${source}.`, {
          fix: `Name one of ${run.trust.join(", ")}.`,
        });
    const belief = { trust: input.sources, believed: input.believed };
    await keepBelief(ctx.tx, ctx.world, belief);
    return input;
  },
  async after(ctx, output) {
    // Customers go by the most trusted source's names: they may be called otherwise now.
    await resolverOf(ctx).run(ctx.world);
    return output;
  },
});
