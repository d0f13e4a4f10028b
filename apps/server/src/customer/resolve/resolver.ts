import { createHash } from "node:crypto";
import type { Link, PersonRecord } from "../../platform/events/contract.ts";
import { failureOf } from "../../platform/log.ts";
import type { WorkContext } from "../../platform/operation.ts";
import type { Records } from "../../platform/records/contract.ts";
import { World } from "../../platform/world.ts";
import { LIVE } from "../apply-events.ts";
import { groupBy } from "../ingest/group-by.ts";
import { type Cuts, customersOf, type Given } from "./customers-of.ts";
import { knownOf } from "./record-columns.ts";
import type { Resolved, ResolveInput } from "./resolve-task.ts";
import { type DecisionRow, beginRun, endRun, findRun, readDecisions, settleDecisions, toDecided, waitingDecisions } from "./store.ts";
import { type ByIds, byIds, linksOf, type ToldIds } from "./by-ids.ts";
import { tellLinks } from "./tell-links.ts";

/** Joined where one person is this likely; a person is asked from the other on. */
export const SURE = { join: 0.9, ask: 0.05 } as const;
const bitsAt = (probability: number) => Math.log2(probability / (1 - probability));
const CUTS: Cuts = { join: bitsAt(SURE.join), ask: bitsAt(SURE.ask) };

/** Says which names of sources are one customer: over all records, or around what somebody decided. One thing at a time. */
export interface Resolver {
  /** Holds all records of a world against each other; nothing where neither they nor the decisions changed. */
  run(world: World): Promise<void>;
  /** Has the links follow every decision that waits. */
  follow(): Promise<void>;
  /** Runs soon, once for all that is asked for until then: files came. */
  soon(world: World): void;
  /** Runs in its turn: events come without end, and resolving them takes no more than a twentieth of the time. */
  inTime(world: World): void;
  /** Does something while nothing is resolved. */
  alone(work: () => Promise<void>): Promise<void>;
  /** Ends what is under way and begins nothing more. */
  close(): Promise<void>;
}

/** After the last import that ended, ms: files often come by the handful. */
const SOON = 1500;
/** After a run on events, times as long as it took. */
const PATIENCE = 20;

const resolvers = new WeakMap<Records, Resolver>();

export function resolverOf(ctx: WorkContext): Resolver {
  let resolver = resolvers.get(ctx.records);
  if (resolver === undefined) resolvers.set(ctx.records, (resolver = createResolver(ctx)));
  return resolver;
}

function createResolver(ctx: WorkContext): Resolver {
  let last: Promise<void> = Promise.resolve();
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    const mine = last.then(work);
    last = mine.catch(() => undefined);
    return mine;
  };
  const waiting = new Map<World, NodeJS.Timeout>();
  let closed = false;
  let lastTook = 0;
  const later = (world: World, wait: number) => {
    clearTimeout(waiting.get(world));
    if (closed) return;
    const run = () => {
      waiting.delete(world);
      resolver
        .run(world)
        .catch((error: unknown) =>
          ctx.log.error({ world, error: failureOf(error) }, "customers were not resolved; tried at the next import"),
        );
    };
    waiting.set(world, setTimeout(run, wait).unref());
  };
  const resolver: Resolver = {
    run: (world) =>
      inTurn(async () => {
        const start = performance.now();
        await resolveAll(ctx, world);
        lastTook = performance.now() - start;
      }),
    follow: () => inTurn(() => followDecisions(ctx)),
    alone: inTurn,
    soon: (world) => later(world, SOON),
    inTime(world) {
      if (!waiting.has(world)) later(world, Math.max(SOON, PATIENCE * lastTook));
    },
    async close() {
      closed = true;
      for (const timer of waiting.values()) clearTimeout(timer);
      await last;
    },
  };
  return resolver;
}

async function resolveAll(ctx: WorkContext, world: World): Promise<void> {
  await ctx.events.applied(ctx.events.stats().lastPosition); // what was acknowledged counts
  const records = await ctx.events.people({ world, use: "matching" });
  const ids = await toldIds(ctx, world);
  const decisions = await readDecisions(ctx.db, world);
  const before = await findRun(ctx.db, world);
  const trust = await trustOf(ctx, world, records, before?.trust ?? []);
  const digest = digestOf(records, ids, decisions, trust);
  const isEmpty = records.length === 0 && ids.beside.length === 0 && ids.aliases.length === 0;
  if (before === null ? isEmpty : before.digest === digest && before.endedAt !== null) return;
  await ctx.records.transaction((tx) => beginRun(tx, { world, startedAt: new Date(ctx.clock()), trust }));
  try {
    const asked: ResolveInput = { records, ids, decided: decisions.map(toDecided), trust, cuts: CUTS };
    const found = await ctx.compute.run<Resolved>("customer.resolve", asked);
    await tellLinks(ctx, { world, links: changed(await ctx.events.links({ world }), found.links), evidence: found.evidence });
    await ctx.records.transaction(async (tx) => {
      await settleDecisions(tx, decisions);
      await endRun(tx, world, { endedAt: new Date(ctx.clock()), error: null, digest, report: found.report });
    });
  } catch (error) {
    const words = "The records could not be held against each other; the log of the server says why.";
    await ctx.records.transaction((tx) => endRun(tx, world, { endedAt: new Date(ctx.clock()), error: words, digest: null }));
    throw error;
  }
}

/** Links that make `links` of what is there: a name that is linked no more stands for itself. */
function changed(there: readonly Link[], links: readonly Link[]): Link[] {
  const now = groupBy(there, ([told]) => told);
  const wanted = groupBy(links, ([told]) => told);
  const isSame = (a: readonly Link[] = [], b: readonly Link[] = []) =>
    a.length === b.length && a.every(([, customer, since], i) => customer === b[i]?.[1] && (i === 0 || since === b[i][2]));
  return [
    ...[...wanted].flatMap(([told, turns]) => (isSame(now.get(told), turns) ? [] : turns)),
    ...[...now.keys()].flatMap((told) => (wanted.has(told) ? [] : [[told, told] as const])),
  ];
}

/** Which ids live events named together: devices by whose hands they were in, and what an alias called one. */
async function toldIds(ctx: WorkContext, world: World, names?: readonly string[]): Promise<ToldIds> {
  const live = { world, import: LIVE };
  const among = names === undefined ? {} : { names };
  const [beside, aliases] = await Promise.all([
    ctx.events.beside({
      filter: { ...live, stream: ["events", "identities"], kind: { not: ["alias", "group"] } },
      use: "matching",
      ...among,
    }),
    ctx.events.beside({ filter: { ...live, stream: "identities", kind: "alias" }, use: "matching", ...among }),
  ]);
  return { beside, aliases };
}

async function followDecisions(ctx: WorkContext): Promise<void> {
  const waiting = await waitingDecisions(ctx.db);
  for (const world of new Set(waiting.map((row) => World.parse(row.world)))) {
    const ours = waiting.filter((row) => row.world === world);
    await relink(
      ctx,
      world,
      ours.flatMap(({ a, b }) => [a, b]),
    );
    await ctx.records.transaction((tx) => settleDecisions(tx, ours));
  }
}

/** Works out again whom some names stand for, and all whom that can concern, from the evidence that is kept. */
async function relink(ctx: WorkContext, world: World, names: readonly string[]): Promise<void> {
  const { given, turns } = await around(ctx, world, names);
  const told = [...new Set(given.records.map((record) => record.told))];
  const { customer } = customersOf(given);
  const of = new Map(given.records.map((record, at) => [record.told, customer[at] ?? record.told]));
  const there = await ctx.events.links({ world, told });
  await tellLinks(ctx, { world, links: changed(there, linksOf(of, turns, given.decided)), evidence: null });
}

/** Everything that a change about these names can reach: through evidence, and through decisions. */
async function around(ctx: WorkContext, world: World, names: readonly string[]): Promise<{ given: Given; turns: ByIds["turns"] }> {
  const all = new Set(names);
  let evidence: Awaited<ReturnType<typeof ctx.events.evidence>> = [];
  let decisions: DecisionRow[] = [];
  for (let size = -1; size !== all.size;) {
    size = all.size;
    evidence = await ctx.events.evidence({ world, told: [...all] });
    for (const { a, b } of evidence) all.add(a.told).add(b.told);
    decisions = await readDecisions(ctx.db, world, [...all]);
    for (const { a, b } of decisions) all.add(a).add(b);
  }
  const people = await ctx.events.people({ world, told: [...all], use: "matching" });
  const told = new Set(people.map((record) => record.told));
  // Who is nobody's record can be joined too: by ids, or by hand.
  const sources = new Map(evidence.flatMap(({ a, b }) => [a, b]).map(({ source, told: name }) => [name, source]));
  const records: PersonRecord[] = [
    ...people,
    ...[...all]
      .filter((name) => !told.has(name))
      .sort()
      .map((name) => ({ source: sources.get(name) ?? "", told: name, values: {} })),
  ];
  const { devices, turns } = byIds(await toldIds(ctx, world, [...all]));
  const place = new Map(records.map((record, at) => [`${record.source}\u0000${record.told}`, at]));
  const at = ({ source, told: name }: { source: string; told: string }) => place.get(`${source}\u0000${name}`) ?? -1;
  // A record whose import was undone since is no evidence any more.
  const pairs = evidence.map(({ a, b, bits }) => ({ a: at(a), b: at(b), bits })).filter(({ a, b }) => a >= 0 && b >= 0);
  const given = {
    records,
    known: knownOf(records),
    edges: {
      a: Int32Array.from(pairs, ({ a }) => a),
      b: Int32Array.from(pairs, ({ b }) => b),
      bits: Float64Array.from(pairs, ({ bits }) => bits),
    },
    decided: decisions.map(toDecided),
    trust: (await findRun(ctx.db, world))?.trust ?? [],
    devices,
    cuts: CUTS,
  };
  return { given, turns };
}

/** Sources as they were trusted, then new ones: those that hold customers, then those that hold the most. */
async function trustOf(ctx: WorkContext, world: World, records: readonly PersonRecord[], before: readonly string[]): Promise<string[]> {
  const held = new Map<string, number>();
  for (const { source } of records) held.set(source, (held.get(source) ?? 0) + 1);
  const lists = await ctx.events.countBy({ by: ["source"], filter: { world, stream: "customers" }, use: "upkeep" });
  const keeps = new Set(lists.map(({ key }) => key[0]));
  const fresh = [...held.keys()].filter((source) => !before.includes(source));
  fresh.sort((x, y) => Number(keeps.has(y)) - Number(keeps.has(x)) || (held.get(y) ?? 0) - (held.get(x) ?? 0) || (x < y ? -1 : 1));
  return [...before, ...fresh];
}

function digestOf(
  records: readonly PersonRecord[],
  { beside, aliases }: ToldIds,
  decisions: readonly DecisionRow[],
  trust: readonly string[],
): string {
  const hash = createHash("sha256");
  for (const told of [beside, aliases])
    for (const { name, beside: other, first } of told) hash.update(JSON.stringify([name, other, first]));
  hash.update(JSON.stringify(trust));
  for (const { source, told, values } of records) hash.update(JSON.stringify([source, told, values]));
  for (const { a, b, verdict } of decisions) hash.update(JSON.stringify([a, b, verdict]));
  return hash.digest("hex");
}
