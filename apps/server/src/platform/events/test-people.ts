import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { type Apply, type EventStore, type Evidence, NOTHING_APPLIED, type Stamp } from "./contract.ts";
import { type Fact, toRows } from "./conformance-model.ts";

/** Who customers are and which names are one customer, as every event driver keeps it. */
export function runPeopleConformance({ open }: { open: (dataDir: string) => Promise<EventStore> }): void {
  const root = mkdtempSync(join(tmpdir(), "counterseat-people-"));
  afterAll(() => rmSync(root, { recursive: true, force: true }));
  let dirs = 0;
  const freshDir = () => join(root, String(++dirs));
  const stamp = (over: Partial<Stamp> = {}): Stamp => ({ stream: "events", source: "crm", import: "i1", world: "own", ...over });
  const step = async (store: EventStore, work: (apply: Apply) => Promise<unknown>) =>
    store.apply({ position: (await store.position()) + 1, import: null, checksum: null }, async (apply) => {
      await work(apply);
      return NOTHING_APPLIED;
    });
  const rowsOf = async (store: EventStore, world = "own") => {
    const { texts } = await store.scan({ filter: { world }, texts: ["customer", "told", "comment"] });
    return (texts.customer ?? []).map((customer, i) => [customer, texts.told?.[i] ?? null, texts.comment?.[i] ?? null]);
  };
  const facts = (...customers: (string | null)[]): Fact[] => customers.map((customer, i) => ({ customer, activity: "x", comment: `${i}` }));

  describe("names that stand for one customer", () => {
    test("a link holds for what is there and what comes, and taking it back leaves every row as it was", async () => {
      const dir = freshDir();
      let store = await open(dir);
      await step(store, (apply) => apply.append(stamp(), toRows(facts("C1", "u_1", null, "C2"))));
      await step(store, (apply) => apply.append(stamp({ world: "sample", import: "i2" }), toRows(facts("u_1"))));
      const before = await rowsOf(store);
      await step(store, (apply) => apply.link("own", [["u_1", "C1"]]));
      expect(await store.links({ world: "own" })).toEqual([["u_1", "C1"]]);
      expect(await store.links({ world: "own", told: ["C1", "u_1"], customer: "C1" })).toEqual([["u_1", "C1"]]);
      expect(await store.links({ world: "own", customer: "u_1" })).toEqual([]);
      expect(await store.links({ world: "own", told: ["u_2"] })).toEqual([]);
      await store.close();
      store = await open(dir); // the links are read again
      await step(store, (apply) => apply.append(stamp({ source: "desk", import: "i3" }), toRows(facts("u_1", "u_2"))));
      const linked = await rowsOf(store);
      expect(linked.map(([customer, told]) => `${customer} ${told}`)).toEqual([
        "C1 null",
        "C1 u_1",
        "null null",
        "C2 null",
        "C1 u_1",
        "u_2 null",
      ]);
      expect((await store.countBy({ by: ["customer"], filter: { world: "own", customer: "C1" } }))[0]?.n).toBe(3);
      expect(await rowsOf(store, "sample")).toEqual([["u_1", null, "0"]]);
      await step(store, (apply) => apply.link("own", [["u_1", "u_1"]]));
      expect(await store.links({ world: "own" })).toEqual([]);
      expect((await rowsOf(store)).slice(0, 4)).toEqual(before);
      await store.close();
    });

    test("what fails leaves no link behind, and a world that goes takes its own along", async () => {
      const store = await open(freshDir());
      await step(store, (apply) => apply.append(stamp({ world: "sample" }), toRows(facts("a", "b"))));
      const failing = step(store, async (apply) => {
        await apply.link("sample", [["b", "a"]]);
        throw new Error("no");
      });
      await expect(failing).rejects.toThrow("no");
      await step(store, (apply) => apply.append(stamp({ world: "sample", import: "i2" }), toRows(facts("b"))));
      expect((await rowsOf(store, "sample")).map(([customer]) => customer)).toEqual(["a", "b", "b"]);
      await step(store, (apply) => apply.link("sample", [["b", "a"]]));
      await step(store, (apply) => apply.withdraw({ world: "sample" }));
      expect(await store.links({ world: "sample" })).toEqual([]);
      await step(store, (apply) => apply.append(stamp({ world: "sample", import: "i3" }), toRows(facts("b"))));
      expect(await rowsOf(store, "sample")).toEqual([["b", null, "0"]]);
      await store.close();
    });

    test("a file that was told before a link is known after it", async () => {
      const store = await open(freshDir());
      const told = facts("u_1", "u_1", "C1");
      await step(store, (apply) => apply.append(stamp(), toRows(told)));
      await step(store, (apply) => apply.link("own", [["u_1", "C1"]]));
      await step(store, async (apply) => {
        const again = stamp({ import: "i2" });
        await apply.append(again, toRows(told));
        expect(await apply.overlap(again, true)).toBe(3);
      });
      await store.close();
    });

    test("whatever is linked and unlinked, in whatever order rows come, the rows tell what was told and whom it stands for now", async () => {
      const name = fc.constantFrom("a", "b", "c", "d");
      const action = fc.oneof(
        fc.record({ rows: fc.array(fc.option(name), { minLength: 1, maxLength: 5 }) }),
        fc.record({ links: fc.uniqueArray(fc.tuple(name, name), { maxLength: 3, selector: ([told]) => told }) }),
      );
      await fc.assert(
        fc.asyncProperty(fc.array(action, { maxLength: 8 }), async (actions) => {
          const store = await open(freshDir());
          const names: (string | null)[] = [];
          const links = new Map<string, string>();
          for (const done of actions) {
            if ("rows" in done) names.push(...done.rows);
            else for (const [told, customer] of done.links) links.set(told, customer);
            await step(store, (apply) =>
              "rows" in done ? apply.append(stamp(), toRows(done.rows.map((customer) => ({ customer })))) : apply.link("own", done.links),
            );
          }
          const standsFor = (told: string) => links.get(told) ?? told;
          expect((await rowsOf(store)).map(([customer, told]) => [customer, told])).toEqual(
            names.map((told) => (told === null || standsFor(told) === told ? [told, null] : [standsFor(told), told])),
          );
          await store.close();
        }),
        { numRuns: 12 },
      );
    });
  });

  describe("what speaks for links", () => {
    const pair = (a: string, b: string, over: Partial<Evidence> = {}): Evidence => ({
      a: { source: "crm", told: a },
      b: { source: "desk", told: b },
      bits: 1.5,
      reasons: "[]",
      group: 1,
      open: false,
      ...over,
    });
    async function* chunked(...chunks: Evidence[][]) {
      for (const chunk of chunks) yield await Promise.resolve(chunk);
    }

    test("is kept whole, given back by the groups of a name, and taken over by what is told next", async () => {
      const dir = freshDir();
      let store = await open(dir);
      const first = pair("C1", "u_1", { bits: 7 });
      const second = pair("C1", "u_2", { bits: -3.25, reasons: '[["email","equal",1]]' });
      const far = pair("C2", "u_3", { group: 2, bits: 0.5, open: true });
      const likelier = pair("C3", "u_4", { group: 3, bits: 2, open: true });
      await step(store, (apply) => apply.evidence("own", chunked([second, far], [], [first, likelier])));
      await step(store, (apply) => apply.evidence("sample", chunked([far])));
      await store.close();
      store = await open(dir);
      expect(await store.evidence({ world: "own" })).toEqual([first, second, far, likelier]);
      expect(await store.evidence({ world: "own", told: ["u_2"] })).toEqual([first, second]);
      expect(await store.evidence({ world: "own", told: [] })).toEqual([]);
      expect(await store.evidence({ world: "own", open: true })).toEqual([likelier, far]);
      expect(await store.evidence({ world: "own", open: true, limit: 1 })).toEqual([likelier]);
      expect(await store.evidence({ world: "preview" })).toEqual([]);
      await step(store, (apply) => apply.evidence("own", chunked([far])));
      expect(await store.evidence({ world: "own" })).toEqual([far]);
      await step(store, (apply) => apply.withdraw({ world: "sample" }));
      expect(await store.evidence({ world: "sample" })).toEqual([]);
      expect(await store.evidence({ world: "own" })).toEqual([far]);
      await store.close();
    });

    test("that is told by half leaves all as it was", async () => {
      const store = await open(freshDir());
      await step(store, (apply) => apply.evidence("own", chunked([pair("C1", "u_1")])));
      async function* failing() {
        yield await Promise.resolve([pair("C2", "u_2")]);
        throw new Error("no");
      }
      await expect(step(store, (apply) => apply.evidence("own", failing()))).rejects.toThrow("no");
      expect(await store.evidence({ world: "own" })).toEqual([pair("C1", "u_1")]);
      await store.close();
    });
  });

  describe("who customers are", () => {
    test("the newest value of each field counts, source by source, and an import that goes takes back what it said", async () => {
      const store = await open(freshDir());
      const say = (as: Stamp, customer: string[], columns: Parameters<Apply["people"]>[1]["columns"]) =>
        step(store, (apply) => apply.people(as, { customer, columns }));
      await say(stamp(), ["C1", "C2"], { given: ["Ada", "Bo"], email: ["ada@a.example", null], phone: [null, "+999 1"] });
      await say(stamp({ import: "i2" }), ["C1"], { email: ["ada@b.example"], city: ["Old Basin"] });
      await say(stamp({ source: "desk", import: "i3" }), ["u_1"], { name: ["Ada L."] });
      await say(stamp({ world: "sample", import: "i4" }), ["C1"], { given: ["Other"] });
      const ada = { source: "crm", told: "C1", values: { given: "Ada", email: "ada@b.example", city: "Old Basin" } };
      const bo = { source: "crm", told: "C2", values: { given: "Bo", phone: "+999 1" } };
      const desk = { source: "desk", told: "u_1", values: { name: "Ada L." } };
      expect(await store.people({ world: "own" })).toEqual([ada, bo, desk]);
      expect(await store.people({ world: "own", told: ["u_1", "C2", "x"] })).toEqual([bo, desk]);
      expect(await store.people({ world: "own", told: [] })).toEqual([]);
      await step(store, (apply) => apply.withdraw({ import: "i2" }));
      expect((await store.people({ world: "own" }))[0]?.values).toEqual({ given: "Ada", email: "ada@a.example" });
      await step(store, (apply) => apply.withdraw({ source: "crm", customer: "C1" })); // speaks of what happened
      expect(await store.people({ world: "own" })).toHaveLength(3);
      await store.close();
    });
  });
}
