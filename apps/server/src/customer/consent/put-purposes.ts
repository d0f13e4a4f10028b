import { z } from "zod";
import { CounterseatError } from "../../platform/errors.ts";
import { type ReadContext, write } from "../../platform/operation.ts";
import { PURPOSES_RECORD } from "./apply-purposes.ts";
import { assertSound, ruleOf } from "./purposes.ts";
import { keepPurposes, readPurposes, renewPurposes } from "./store.ts";
import { Purpose } from "./words.ts";

const MOST = 30;

export const putPurposes = write({
  name: "customer.putPurposes",
  method: "PUT",
  path: "/purposes",
  summary: "Say what rows of customers are used for; what customers answered before counts from then on",
  permission: "privacy:write",
  input: z.object({ purposes: z.array(Purpose).max(MOST).describe("all of them, in their order") }),
  output: z.object({ purposes: z.array(Purpose) }),
  async current(ctx) {
    return { purposes: await readPurposes(ctx.tx, ctx.world) };
  },
  async run(ctx, { purposes }) {
    assertOwnRows(ctx);
    assertSound(purposes);
    await keepPurposes(ctx.tx, ctx.world, purposes);
    const settings = { world: ctx.world, rules: purposes.map(ruleOf) };
    await ctx.append({ type: PURPOSES_RECORD, source: "purposes", keyId: null, settings, path: null });
    return { purposes };
  },
  async after(ctx, output, position) {
    renewPurposes(ctx.records);
    await ctx.events.applied(position);
    return output;
  },
});

/** The people of the sample are invented, and were never asked. */
export function assertOwnRows({ world }: Pick<ReadContext, "world">): void {
  if (world === "own") return;
  throw new CounterseatError("invalid", "The customers of the sample are invented: nobody there has agreed to anything.", {
    fix: "Switch to your own data.",
  });
}
