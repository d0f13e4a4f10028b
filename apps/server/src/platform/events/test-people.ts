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

    test("a name that passes from hand to hand stands for each in turn, for rows that are there and rows that come", async () => {
      const dir = freshDir();
      let store = await open(dir);
      const at = (time: number, more: Fact = {}): Fact => ({ customer: "tablet", activity: "x", time, ...more });
      await step(store, (apply) => apply.append(stamp(), toRows([at(1), at(10), at(20), { customer: "tablet", activity: "x" }])));
      await step(store, (apply) =>
        apply.link("own", [
          ["tablet", "C2", 10],
          ["tablet", "C1", 5],
        ]),
      );
      expect(await store.links({ world: "own" })).toEqual([
        ["tablet", "C1", Number.NEGATIVE_INFINITY],
        ["tablet", "C2", 10],
      ]);
      await store.close();
      store = await open(dir);
      await step(store, (apply) =>
        apply.append(stamp({ import: "i2" }), toRows([at(9), at(11), { customer: "tablet", activity: "x" }, at(3, { customer: "u" })])),
      );
      const customers = async () => (await rowsOf(store)).map(([customer]) => customer);
      expect(await customers()).toEqual(["C1", "C2", "C2", "C1", "C1", "C2", "C1", "u"]);
      // Its second hand is nobody's any more, and then it is one person's at all times.
      await step(store, (apply) =>
        apply.link("own", [
          ["tablet", "C1"],
          ["tablet", "tablet", 10],
        ]),
      );
      expect(await customers()).toEqual(["C1", "tablet", "tablet", "C1", "C1", "tablet", "C1", "u"]);
      await step(store, (apply) => apply.link("own", [["tablet", "C3"]]));
      expect(new Set((await customers()).slice(0, 7))).toEqual(new Set(["C3"]));
      await step(store, (apply) => apply.link("own", [["tablet", "tablet"]]));
      expect(await rowsOf(store)).toEqual([...Array.from({ length: 7 }, () => ["tablet", null, null]), ["u", null, null]]);
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

  describe("customers that several sources tell of", () => {
    test("are counted by row and by customer, as they stand for each other now", async () => {
      const store = await open(freshDir());
      await step(store, (apply) => apply.append(stamp(), toRows(facts("a", "a", "b", null))));
      await step(store, (apply) => apply.append(stamp({ source: "desk" }), toRows(facts("a", "x"))));
      await step(store, (apply) => apply.append(stamp({ source: "desk", world: "sample" }), toRows(facts("b"))));
      const filter = { world: "own" };
      const crm = { source: "crm", rows: 3, shared: 2, customers: 2, sharedCustomers: 1 };
      expect(await store.knownElsewhere({ filter })).toEqual([
        crm,
        { source: "desk", rows: 2, shared: 1, customers: 2, sharedCustomers: 1 },
      ]);
      await step(store, (apply) => apply.link("own", [["x", "b"]]));
      expect(await store.knownElsewhere({ filter })).toEqual([
        { ...crm, shared: 3, sharedCustomers: 2 },
        { source: "desk", rows: 2, shared: 2, customers: 2, sharedCustomers: 2 },
      ]);
      expect(await store.knownElsewhere({ filter: { ...filter, source: "crm" } })).toEqual([{ ...crm, shared: 0, sharedCustomers: 0 }]);
      expect(await store.knownElsewhere({ filter: { world: "preview" } })).toEqual([]);
      await store.close();
    });
  });

  describe("names beside names", () => {
    const told = (time: number, customer: string, respondent: string | null): Fact => ({ time, customer, respondent, activity: "x" });

    test("come turn by turn, whatever the rows stand for now and in whatever order they came", async () => {
      const store = await open(freshDir());
      const facts = [
        told(1, "a", "x"),
        told(2, "a", "x"),
        told(3, "b", "x"),
        told(4, "a", "x"),
        told(5, "c", "y"),
        told(6, "c", null),
        told(Number.NaN, "c", "z"),
      ];
      const turns = [
        { source: "crm", name: "a", beside: "x", first: 1, last: 2, n: 2 },
        { source: "crm", name: "b", beside: "x", first: 3, last: 3, n: 1 },
        { source: "crm", name: "a", beside: "x", first: 4, last: 4, n: 1 },
        { source: "crm", name: "c", beside: "y", first: 5, last: 5, n: 1 },
      ];
      await step(store, (apply) => apply.append(stamp(), toRows([...facts].reverse())));
      expect(await store.beside({ filter: { world: "own" } })).toEqual(turns);
      await step(store, (apply) => apply.link("own", [["a", "b"]]));
      expect(await store.beside({ filter: { world: "own" } })).toEqual(turns);
      expect(await store.beside({ filter: { world: "own" }, names: ["c"] })).toEqual(turns.slice(3));
      expect(await store.beside({ filter: { world: "own" }, names: ["x"] })).toEqual(turns.slice(0, 3));
      expect(await store.beside({ filter: { world: "own" }, names: [] })).toEqual([]);
      expect(await store.beside({ filter: { world: "own", source: "desk" } })).toEqual([]);
      await store.close();
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

    test("where only news are kept, what was said last is not kept again, and what was said before that is", async () => {
      const store = await open(freshDir());
      const mails = async () =>
        (await store.people({ world: "own", every: true })).map(({ told, values }) => [told, values.email, values.city]);
      const say = (...said: [string, string | null, string | null][]) =>
        step(store, (apply) =>
          apply.people(stamp({ import: "live" }), {
            customer: said.map(([customer]) => customer),
            columns: { email: said.map(([, email]) => email), city: said.map(([, , city]) => city) },
            onlyNews: true,
          }),
        );
      await say(["u", "a@x", null], ["v", "v@x", null], ["u", null, "Port"]);
      const first = [
        ["u", "a@x", "Port"],
        ["v", "v@x", undefined],
      ];
      expect(await mails()).toEqual(first);
      await say(["u", "a@x", null], ["v", "v@x", null]);
      expect(await mails()).toEqual(first);
      await say(["u", "b@x", "Port"]);
      await say(["u", "a@x", "Port"]); // moved back
      await say(["u", "a@x", "Port"]);
      expect(await mails()).toEqual([
        ["u", "a@x", "Port"],
        ["u", "b@x", "Port"],
        ["u", "a@x", "Port"],
        ["v", "v@x", undefined],
      ]);
      expect((await store.people({ world: "own", told: ["u"] }))[0]?.values.email).toBe("a@x");
      await store.close();
    });
  });
}
