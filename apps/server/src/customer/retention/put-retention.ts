import { z } from "zod";
import { CounterseatError, notFound } from "../../platform/errors.ts";
import { CONSENTS } from "../../platform/events/contract-consents.ts";
import { write } from "../../platform/operation.ts";
import { assertOwnRows } from "../consent/put-purposes.ts";
import { unfinishedImports } from "../store.ts";
import { countPast, cutOf } from "./past.ts";
import { removeWhatIsPast } from "./remove-past.ts";
import { keepRetention } from "./store.ts";
import { Months } from "./words.ts";

export const putRetention = write({
  name: "customer.putRetention",
  method: "PUT",
  path: "/retention/{source}",
  summary: "Say how long rows of a source are kept; what is older is removed at once, and once a day from then on",
  permission: "privacy:write",
  input: z.object({
    source: z.string().min(1).max(100),
    months: Months,
    confirm: z.string().max(100).default("").describe("the source's name once more, where rows would go: there is no way back"),
  }),
  output: z.object({ source: z.string(), months: Months }),
  async prepare(ctx, { source, months, confirm }) {
    assertOwnRows(ctx);
    const held = await ctx.events.countBy({ by: [], filter: { world: ctx.world, source, stream: { not: [CONSENTS] } }, use: "upkeep" });
    if ((held[0]?.n ?? 0) === 0) throw notFound("This source");
    const past = months === null ? { rows: 0 } : await countPast(ctx, source, cutOf(months, ctx.clock()));
    if (past.rows > 0 && confirm !== source)
      throw new CounterseatError("invalid", `${past.rows} rows of “${source}” would be removed, and nobody confirmed that.`, {
        fix: "Look at the preview, then send the source's name as `confirm`.",
        errors: [{ path: "confirm", message: "the source's name is needed" }],
      });
  },
  async run(ctx, { source, months }) {
    if ((await unfinishedImports(ctx.tx)).some((row) => row.source === source))
      throw new CounterseatError("conflict", "A file of this source is being read.", {
        fix: "Wait until the import has ended, then ask again.",
      });
    await keepRetention(ctx.tx, ctx.world, source, months);
    return { source, months };
  },
  async after(ctx, output) {
    if (output.months !== null)
      await removeWhatIsPast(ctx).catch(() => ctx.log.error({}, "rows past their time are not all gone yet; it is tried again"));
    return output;
  },
  subject: ({ source }) => source,
});
