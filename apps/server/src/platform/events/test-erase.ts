import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { patternOf } from "../erasures/marks.ts";
import { tokenOf } from "../erasures/token.ts";
import { type Apply, type Erase, type Erased, type EventStore, type Evidence, NOTHING_APPLIED, type Stamp } from "./contract.ts";
import { type Fact, toRows } from "./conformance-model.ts";

const KEY = "key";
export const tokensOf = (names: readonly string[], emails: readonly string[] = []) => [
  ...names.map((name) => tokenOf(KEY, "name", name) ?? ""),
  ...emails.map((email) => tokenOf(KEY, "email", email) ?? ""),
];
const pair = (a: string, b: string): Evidence => ({
  a: { source: "crm", told: a },
  b: { source: "desk", told: b },
  bits: 3,
  reasons: "[]",
  group: 1,
  open: false,
});
async function* told(evidence: Evidence[]) {
  yield await Promise.resolve(evidence);
}
export const erasing = (names: readonly string[], marks: readonly string[] = [], emails: readonly string[] = []): Erase => ({
  world: "own",
  names,
  pattern: patternOf(marks),
  tokens: tokensOf(names, emails),
  key: KEY,
});

/** What forgetting a person means, as every event driver does it. */
export function runErasureConformance({ open }: { open: (dataDir: string) => Promise<EventStore> }): void {
  const root = mkdtempSync(join(tmpdir(), "counterseat-erase-"));
  afterAll(() => rmSync(root, { recursive: true, force: true }));
  let dirs = 0;
  const freshDir = () => join(root, String(++dirs));
  const stamp = (over: Partial<Stamp> = {}): Stamp => ({ stream: "events", source: "crm", import: "i1", world: "own", ...over });
  const step = async <T>(store: EventStore, work: (apply: Apply) => Promise<T>): Promise<T> => {
    let done: T | null = null;
    await store.apply({ position: (await store.position()) + 1, import: null, checksum: null }, async (apply) => {
      done = await work(apply);
      return NOTHING_APPLIED;
    });
    return done as T; // the work ran, or the step threw
  };
  const scan = async (store: EventStore) => {
    const { texts } = await store.scan({ filter: { world: "own" }, texts: ["customer", "case", "comment"] });
    return (texts.customer ?? []).map((customer, i) => `${customer} ${texts.case?.[i]} ${texts.comment?.[i]}`);
  };

  describe("forgetting a person", () => {
    test("every row of every name goes, with cases only they have; what others say keeps all but the name", async () => {
      const store = await open(freshDir());
      const rows: Fact[] = [
        { customer: "C1", case: "k1", amount: 500, currency: "EUR", owner: "only-theirs", comment: "mine" },
        { customer: "u_1", case: "k2", owner: "everybody" },
        { customer: null, case: "k1", comment: "of their case" },
        { customer: "C2", case: "k3", owner: "everybody", comment: "met Ada Lovelace. Ada Lovelace, indeed" },
        { customer: null, case: "k3", comment: "of another's case" },
        { customer: "C2", case: "k2", comment: "a case both have" },
        { customer: null, case: "k2", comment: "shared" },
      ];
      await step(store, (apply) => apply.append(stamp(), toRows(rows)));
      await step(store, (apply) => apply.people(stamp(), { customer: ["C1", "C2"], columns: { name: ["Ada Lovelace", "Bo"] } }));
      await step(store, (apply) => apply.link("own", [["u_1", "C1"]]));
      const [ada, bo] = [pair("C1", "u_1"), pair("C2", "u_2")];
      await step(store, (apply) => apply.evidence("own", told([ada, bo])));
      await step(store, (apply) =>
        apply.refuse("i1", [
          { row: 8, field: "time", reason: 'no time: "never"', cells: ["C1", "never"] },
          { row: 9, field: "time", reason: "no time", cells: ["C2", "never"] },
          { row: 10, field: "time", reason: "no time", cells: ["C9", "for Ada Lovelace"] },
        ]),
      );
      const erased: Erased = await step(store, (apply) => apply.erase(erasing(["C1", "u_1"], ["Ada Lovelace"])));
      expect(erased).toMatchObject({ facts: 3, people: 1, links: 1, evidence: 1, refused: 2, texts: 1, remaining: 0 });
      expect(erased.imports["i1"]).toEqual({ rows: 3, money: { EUR: 500 }, refusedRows: [8, 10] });
      expect(await scan(store)).toEqual([
        "C2 k3 met [erased]. [erased], indeed",
        "null k3 of another's case",
        "C2 k2 a case both have",
        "null k2 shared",
      ]);
      expect(await store.refusedRows("i1")).toHaveLength(1);
      expect(await store.evidence({ world: "own" })).toEqual([bo]);
      await step(store, (apply) => apply.evidence("own", told([bo, ada])));
      expect(await store.evidence({ world: "own" })).toEqual([bo]);
      expect(await store.links({ world: "own" })).toEqual([]);
      expect((await store.people({ world: "own" })).map(({ told }) => told)).toEqual(["C2"]);
      expect((await store.distinct({ column: "owner", filter: { world: "own" } })).values).toEqual(["everybody"]);
      await store.close();
    });

    test("whatever brings them again is left out, also after the store was opened again, and others are not", async () => {
      const dir = freshDir();
      let store = await open(dir);
      await step(store, (apply) => apply.append(stamp(), toRows([{ customer: "C1" }, { customer: "C2" }])));
      await step(store, (apply) => apply.erase(erasing(["C1", "u_1"], [], ["ada@a.example"])));
      for (const reopened of [false, true]) {
        if (reopened) {
          await store.close();
          store = await open(dir);
        }
        const again = stamp({ import: `again-${reopened}` });
        expect(
          await step(store, (apply) => apply.append(again, toRows([{ customer: "C2" }, { customer: "C1" }, { customer: "u_1" }]))),
        ).toEqual([1, 2]);
        await step(store, (apply) =>
          apply.link("own", [
            ["C2", "C1"],
            ["u_1", "C2"],
          ]),
        );
        await step(store, (apply) => apply.people(again, { customer: ["C1", "C2"], columns: { city: ["Old Basin", "New Basin"] } }));
      }
      expect(await store.links({ world: "own" })).toEqual([]);
      expect((await store.people({ world: "own" })).map(({ told }) => told)).toEqual(["C2"]);
      // A new name with their mail is theirs: rows of this import go, those of the name before stay for a person to judge.
      await step(store, (apply) => apply.append(stamp({ import: "i3" }), toRows([{ customer: "new-1" }])));
      const gone = await step(store, async (apply) => {
        const as = stamp({ import: "i4" });
        await apply.append(as, toRows([{ customer: "new-1" }, { customer: "C2" }]));
        return apply.people(as, { customer: ["new-1", "C2"], columns: { email: ["ADA@a.example", "bo@b.example"] } });
      });
      expect(gone).toBe(1);
      expect(await step(store, (apply) => apply.append(stamp({ import: "i5" }), toRows([{ customer: "new-1" }])))).toEqual([0]);
      expect((await store.people({ world: "own" })).map(({ told }) => told)).toEqual(["C2"]);
      await store.close();
    });

    test("whatever was told in whatever order, what stays is what a store holds that was never told of them", async () => {
      const fact = fc.record({
        customer: fc.constantFrom("a", "b", "c", null),
        case: fc.constantFrom("1", "2", null),
        owner: fc.constantFrom("x", "y", null),
      });
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.array(fact, { minLength: 1, maxLength: 4 }), { maxLength: 5 }),
          fc.nat({ max: 5 }),
          async (batches, when) => {
            const store = await open(freshDir());
            const kept: string[] = [];
            let forgotten = false;
            for (const [i, batch] of batches.entries()) {
              if (i === when) {
                await step(store, (apply) => apply.erase(erasing(["a"])));
                forgotten = true;
              }
              await step(store, (apply) => apply.append(stamp({ import: `i${i}` }), toRows(batch)));
            }
            if (!forgotten) await step(store, (apply) => apply.erase(erasing(["a"])));
            const before = batches.slice(0, forgotten ? when : undefined).flat();
            const casesOf = (customer: (name: string | null) => boolean) =>
              new Set(before.filter((row) => customer(row.customer)).map((row) => row.case));
            const [theirs, others] = [casesOf((name) => name === "a"), casesOf((name) => name !== null && name !== "a")];
            for (const row of before)
              if (row.customer !== "a" && !(row.customer === null && row.case !== null && theirs.has(row.case) && !others.has(row.case)))
                kept.push(`${row.customer} ${row.case} null`);
            for (const row of batches.slice(forgotten ? when : batches.length).flat())
              if (row.customer !== "a") kept.push(`${row.customer} ${row.case} null`);
            expect((await scan(store)).sort()).toEqual(kept.sort());
            await store.close();
          },
        ),
        { numRuns: 12 },
      );
    });
  });
}
