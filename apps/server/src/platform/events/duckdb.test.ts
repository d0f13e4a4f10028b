import { mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runConformance } from "./conformance.ts";
import { toRows } from "./conformance-model.ts";
import { type Apply, NOTHING_APPLIED } from "./contract.ts";
import { openDuckDB } from "./duckdb.ts";
import { storePath } from "./store-path.ts";
import { runConsentsConformance } from "./test-consents.ts";
import { erasing, runErasureConformance } from "./test-erase.ts";
import { runPeopleConformance } from "./test-people.ts";

runConformance({ open: (dataDir) => openDuckDB({ dataDir }) });
runPeopleConformance({ open: (dataDir) => openDuckDB({ dataDir }) });
runErasureConformance({ open: (dataDir) => openDuckDB({ dataDir }) });
runConsentsConformance({ open: (dataDir) => openDuckDB({ dataDir }) });

test("a rewritten file holds every row, and no byte of what was deleted", async () => {
  const dataDir = mkdtempSync(join(tmpdir(), "counterseat-rewrite-"));
  const store = await openDuckDB({ dataDir });
  const facts = Array.from({ length: 5000 }, (_, i) => ({ customer: `customer-${i}`, owner: "o", comment: `said ${i}` }));
  facts.splice(7, 0, { customer: "kanarienvogel-name", owner: "kanarienvogel-word", comment: "said kanarienvogel" });
  const step = (position: number, work: (apply: Apply) => Promise<unknown>) =>
    store.apply({ position, import: null, checksum: null }, async (apply) => {
      await work(apply);
      return NOTHING_APPLIED;
    });
  await step(1, (apply) => apply.append({ stream: "events", source: "crm", import: "i1", world: "own" }, toRows(facts)));
  const told = await store.atRest((path) => Promise.resolve(readFileSync(path).includes("kanarienvogel")));
  expect(told).toBe(true); // it can be found in a file, so not finding it says something
  await step(2, (apply) => apply.erase(erasing(["kanarienvogel-name"])));
  const query = { filter: { world: "own" }, texts: ["customer", "comment"], words: ["owner"], numbers: ["time"] } as const;
  const before = await store.scan(query);
  expect(before.length).toBe(5000);
  const rewritten = join(dataDir, "events", "rewritten.duckdb");
  await store.rewriteTo(rewritten);
  await store.close();
  expect(readFileSync(rewritten).includes("kanarienvogel")).toBe(false);
  renameSync(rewritten, storePath(dataDir));
  const again = await openDuckDB({ dataDir });
  expect(await again.scan(query)).toEqual(before);
  expect(await again.position()).toBe(2);
  await again.close();
  rmSync(dataDir, { recursive: true });
});
