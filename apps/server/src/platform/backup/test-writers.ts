import { expect, vi } from "vitest";
import type { App } from "../app.ts";
import { verifyAudit } from "../audit.ts";
import { auditEntry } from "../records/tables.ts";
import { call, recordsOf } from "./test-installation.ts";

/** For the tests of backups: everybody writes, and what a backup of that has to be. */

interface Import {
  readonly id: string;
  readonly source: string;
  readonly state: string;
  readonly accepted: number;
}
/** How many of each kind were acknowledged. */
export interface Acknowledged {
  readonly people: number[];
  actions: number;
  imports: number;
}

/** Writers that each do one thing after the other, as fast as they may, and note what was acknowledged. */
export function startWriters(app: App) {
  const acknowledged: Acknowledged = { people: [0, 0, 0, 0], actions: 0, imports: 0 };
  let stopped = false;
  async function repeat(step: (i: number) => Promise<void>): Promise<void> {
    for (let i = 0; !stopped; i++) {
      await step(i);
      await new Promise((resolve) => setImmediate(resolve)); // as requests come: between them the loop looks at everything else
    }
  }
  const people = acknowledged.people.map((_, w) =>
    repeat(async (i) => {
      await call(app, "company.putEntry", { list: "people", id: `w${w}-${i}`, entry: { name: `Writer ${w}, person ${i}` } });
      acknowledged.people[w] = i + 1;
    }),
  );
  const actions = repeat(async (i) => {
    const action = { cell: { stage: "Order" }, ownerId: "p1", title: `written ${i}`, goalLine: 1, dueOn: "2027-01-01" };
    await call(app, "accountability.createAction", action);
    acknowledged.actions = i + 1;
  });
  const imports = repeat(async (i) => {
    const rows = Array.from({ length: 50 }, (_, n) => `${n % 10},Order,import-${i}-${n}`).join("\n");
    const sent = { name: `${i}.csv`, text: `score,stage,customer\n${rows}\n` };
    const { upload } = await call<{ upload: string }>(app, "customer.upload", {}, sent);
    await call(app, "customer.startImport", { upload, as: "responses", source: `written-${i}` });
    acknowledged.imports = i + 1;
  });
  const all = Promise.all([...people, actions, imports]);
  return {
    acknowledged: () => structuredClone(acknowledged),
    count: () => acknowledged.people.reduce((sum, n) => sum + n, 0) + acknowledged.actions + acknowledged.imports,
    async stop() {
      stopped = true;
      await all;
    },
  };
}

/** What was written is there as at one moment, and everything that was acknowledged before. */
export async function expectOneMoment(app: App, before: Acknowledged): Promise<void> {
  const found = await recordsOf(app.records);
  const rows = (table: string) => (found[table] ?? []).map((row) => JSON.parse(row) as Record<string, unknown>);
  // Each writer's rows are a beginning of what it wrote, and reach at least as far as what it was told.
  const reach = (names: readonly string[], least: number) => {
    expect(names.length).toBeGreaterThanOrEqual(least);
    return names.length;
  };
  const ids = new Set(rows("person").map((row) => String(row["id"])));
  let changes = 0;
  for (const [w, least] of before.people.entries()) {
    const mine = [...ids].filter((id) => id.startsWith(`w${w}-`));
    changes += reach(mine, least);
    for (let n = 0; n < mine.length; n++) expect(ids.has(`w${w}-${n}`)).toBe(true);
  }
  const titles = new Set(rows("action").map((row) => String(row["title"])));
  const mine = [...titles].filter((title) => title.startsWith("written "));
  const actions = reach(mine, before.actions);
  for (let n = 0; n < actions; n++) expect(titles.has(`written ${n}`)).toBe(true);
  // No change without its row in the trail, and none in the trail without its change.
  const trail = (await app.records.db.select().from(auditEntry)).map((row) => `${row.operation} ${row.subject}`);
  expect(trail.filter((entry) => entry.startsWith("company.putEntry people/w"))).toHaveLength(changes);
  expect(trail.filter((entry) => entry.startsWith("accountability.createAction"))).toHaveLength(actions + 1);
  expect(await verifyAudit(app.records.db)).toMatchObject({ whole: true });

  // Each import is there with all its rows, or not at all; none of its rows without it.
  const runs = () => call<{ sources: { imports: Import[] }[] } | Import[]>(app, "customer.listSources", {});
  await vi.waitUntil(async () => !JSON.stringify(await runs()).includes('"reading"'), { timeout: 60_000, interval: 100 });
  const settled = (await recordsOf(app.records))["import_run"]?.map((row) => JSON.parse(row) as Import & { source: string }) ?? [];
  const written = settled.filter((run) => run.source.startsWith("written-"));
  const done = written.filter((run) => run.state === "done");
  reach(
    done.map((run) => run.id),
    before.imports,
  );
  expect(new Set(done.map((run) => run.source))).toEqual(new Set(done.map((_, n) => `written-${n}`)));
  for (const run of written) expect(run.accepted).toBe(run.state === "done" ? 50 : 0);
  const open = written.filter((run) => run.state !== "done").map((run) => run.state);
  expect([[], ["waiting"], ["failed"]]).toContainEqual(open); // the one that was looked at and not yet started, or being read
  const counts = await app.events.countBy({ by: ["import"], filter: { world: "own" } });
  for (const run of done) expect(counts.find((c) => c.key[0] === run.id)?.n).toBe(50);
  const known = new Set(settled.map((run) => run.id));
  for (const { key } of counts) expect(known).toContain(key[0]);
}
