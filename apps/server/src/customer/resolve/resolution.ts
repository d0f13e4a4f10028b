import { z } from "zod";
import { read, type ReadContext, work } from "../../platform/operation.ts";
import { resolverOf, SURE } from "./resolver.ts";
import { findRun } from "./store.ts";
import { Resolution } from "./words.ts";

export const getResolution = read({
  name: "customer.getResolution",
  method: "GET",
  path: "/identity",
  summary: "What came of holding all records of all sources against each other",
  permission: "customer:read",
  reach: "organisation",
  input: z.object({}),
  output: Resolution,
  run: (ctx) => resolutionOf(ctx),
});

export const resolveCustomers = work({
  name: "customer.resolve",
  method: "POST",
  path: "/identity/resolve",
  summary: "Hold all records against each other now; nothing where nothing has changed since the last time",
  permission: "customer:write",
  input: z.object({}),
  output: Resolution,
  async run(ctx) {
    await resolverOf(ctx).run(ctx.world);
    return resolutionOf(ctx);
  },
});

async function resolutionOf(ctx: ReadContext): Promise<Resolution> {
  const run = await findRun(ctx.db, ctx.world);
  const running = run !== null && run.endedAt === null;
  return {
    state: run === null ? "never" : running ? "running" : run.error === null ? "done" : "failed",
    startedAt: run?.startedAt.toISOString() ?? null,
    endedAt: run?.endedAt?.toISOString() ?? null,
    error: run?.error ?? null,
    report: run?.report ?? null,
    cuts: SURE,
  };
}
