import { eq } from "drizzle-orm";
import { v7 } from "uuid";
import { putEntries, removeWorld, writeSettings } from "../company/index.ts";
import type { ReadContext, WriteContext } from "../platform/operation.ts";
import type { Tx } from "../platform/records/contract.ts";
import { emitter } from "../platform/signals.ts";
import type { World } from "../platform/world.ts";
import type { DemoSettings } from "./apply-demo.ts";
import { demoState } from "./tables.ts";
import type { DemoState } from "./words.ts";

/** The board's goal line for customers at full size, by the end of the record. */
const GOAL = 12_900;
const YEAR_MS = 365 * 86_400_000;

const sourceOf = (world: World) => `demo-${world}`;

/** Loads the sample: what is there of this world goes first. The log gets parameters, not rows. */
export async function load(ctx: WriteContext, world: "sample" | "preview", options: { seed: number; scale: number }): Promise<void> {
  await clear(ctx, world);
  const { name: by, start, end, designs } = await writeCompany(ctx.tx, world, options);
  const goal = { measure: "customers", amount: Math.round(GOAL * options.scale), dueOn: day(end), setOn: day(end - YEAR_MS) };
  const drawn = designs.map(({ id, name, steps }) => ({ id, name, by, at: start, steps: steps.map((step) => ({ step })) }));
  await emitter(ctx.tx, world)("world.loaded", { goals: [goal], designs: drawn });
  const name = `${sourceOf(world)} ${v7()}`; // each load has a result of its own
  await ctx.tx.insert(demoState).values({ world, ...options, import: name });
  const settings = { ...options, world, import: name } satisfies DemoSettings;
  await ctx.append({ type: "demo", source: sourceOf(world), keyId: null, settings, path: null });
}

/** Every row of this world goes, and no other. */
export async function clear(ctx: WriteContext, world: "sample" | "preview"): Promise<void> {
  await removeWorld(ctx.tx, world);
  await ctx.tx.delete(demoState).where(eq(demoState.world, world));
  // The slices that keep rows about this world's cells let go of them themselves.
  await emitter(ctx.tx, world)("world.cleared", {});
  await ctx.append({ type: "withdraw", source: sourceOf(world), keyId: null, settings: { filter: { world } }, path: null });
}

export async function demoStateOf(ctx: ReadContext): Promise<DemoState> {
  const row = (await ctx.db.select().from(demoState).where(eq(demoState.world, "sample")))[0];
  const progress = row === undefined ? null : ctx.events.progressOf(row.import);
  // Asked before the rows are counted: rows that land in between must not look like a loading that failed.
  const ended = row === undefined || (await ctx.events.result(row.import)) !== null;
  const counts = await ctx.events.countBy({ by: ["stream"], filter: { world: "sample" } });
  const loaded = ended && counts.length > 0;
  const loading = !ended;
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

async function writeCompany(tx: Tx, world: World, options: { seed: number; scale: number }) {
  const { company } = await import("@counterseat/demo"); // only who loads the sample waits for its generator
  const c = company(options);
  await writeSettings(tx, world, {
    name: c.name,
    zone: c.zone,
    currency: c.currency,
    fiscalYearStart: c.fiscalYearStart,
    workdays: [1, 2, 3, 4, 5],
  });
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
    c.promises.map(({ from, ...rest }) => ({ ...rest, from: day(from) })),
  );
  await putEntries(tx, world, "causes", c.causes);
  await putEntries(
    tx,
    world,
    "policies",
    c.policies.map(({ from, ...rest }) => ({ ...rest, from: day(from) })),
  );
  return c;
}

function day(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
