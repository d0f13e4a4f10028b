import { eq } from "drizzle-orm";
import { putEntries, removeWorld, writeSettings } from "../company/index.ts";
import type { ReadContext, WorkContext } from "../platform/operation.ts";
import type { Tx } from "../platform/records/contract.ts";
import { emitter } from "../platform/signals.ts";
import type { World } from "../platform/world.ts";
import type { DemoSettings } from "./apply-demo.ts";
import { demoState } from "./tables.ts";
import type { DemoState } from "./words.ts";

export const demoImport = (world: World) => `demo-${world}`;

/** Starts loading: what is there of this world goes first. Resolves with the log position to wait for. */
export async function startLoading(
  ctx: WorkContext,
  world: "sample" | "preview",
  options: { seed: number; scale: number },
): Promise<number> {
  await clearWorld(ctx, world);
  await ctx.records.transaction(async (tx) => {
    await writeCompany(tx, world, options);
    await tx.insert(demoState).values({ world, ...options });
  });
  const position = await ctx.events.append([
    {
      type: "demo",
      source: demoImport(world),
      subject: "",
      messageId: `${demoImport(world)} ${options.seed} ${options.scale}`,
      at: ctx.clock(),
      keyId: null,
      key: null,
      payload: null,
      settings: { ...options, world, import: demoImport(world) } satisfies DemoSettings,
      path: null,
    },
  ]);
  await ctx.records.transaction((tx) => tx.update(demoState).set({ position }).where(eq(demoState.world, world)));
  return position;
}

/** Every row of this world goes, and no other. */
export async function clearWorld(ctx: WorkContext, world: "sample" | "preview"): Promise<void> {
  const position = await ctx.events.append([
    {
      type: "withdraw",
      source: demoImport(world),
      subject: "",
      messageId: `clear ${world}`,
      at: ctx.clock(),
      keyId: null,
      key: null,
      payload: null,
      settings: { filter: { world } },
      path: null,
    },
  ]);
  await ctx.events.applied(position);
  await ctx.records.transaction(async (tx) => {
    await removeWorld(tx, world);
    await tx.delete(demoState).where(eq(demoState.world, world));
    // The slices that keep rows about this world's cells let go of them themselves.
    await emitter(tx, world)("world.cleared", {});
  });
}

export async function demoStateOf(ctx: ReadContext): Promise<DemoState> {
  // Read before the rows are counted: rows that land in between must not look like a loading that failed.
  const version = ctx.events.version;
  const row = (await ctx.db.select().from(demoState).where(eq(demoState.world, "sample")))[0];
  const progress = ctx.events.progressOf(demoImport("sample"));
  const counts = await ctx.events.countBy({ by: ["stream"], filter: { world: "sample" } });
  const loaded = counts.length > 0;
  // Applied and nothing there: it failed, and may be asked for again.
  const loading = row !== undefined && row.position !== null && !loaded && version < row.position;
  return {
    loaded,
    loading: loading
      ? { done: progress?.rows ?? 0, total: Math.round((progress?.rows ?? 0) / Math.max(progress?.share ?? 1, 0.01)), label: "rows" }
      : null,
    seed: row?.seed ?? null,
    scale: row?.scale ?? null,
    counts: Object.fromEntries(counts.map((c) => [c.key[0] ?? "", c.n])),
  };
}

async function writeCompany(tx: Tx, world: World, options: { seed: number; scale: number }): Promise<void> {
  const { company } = await import("@counterseat/demo"); // only who loads the sample waits for its generator
  const c = company(options);
  await writeSettings(tx, world, { name: c.name, zone: c.zone, currency: c.currency, fiscalYearStart: 1, workdays: [1, 2, 3, 4, 5] });
  await putEntries(tx, world, "units", c.units);
  await putEntries(tx, world, "people", c.people);
  await putEntries(tx, world, "stages", c.stages);
  await putEntries(tx, world, "steps", c.steps);
  await putEntries(tx, world, "channels", c.channels);
  await putEntries(tx, world, "segments", c.segments);
  await putEntries(
    tx,
    world,
    "promises",
    c.promises.map(({ from, ...rest }) => ({ ...rest, from: new Date(from).toISOString().slice(0, 10) })),
  );
}
