import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { type Apply, type EventStore, type Filter, type Link, NOTHING_APPLIED, type Stamp } from "./contract.ts";
import { CONSENTS, type PurposeRule } from "./contract-consents.ts";
import { type Fact, toRows } from "./conformance-model.ts";

/** What customers agreed to and what may be done with their rows, as every event driver keeps it. */
export function runConsentsConformance({ open }: { open: (dataDir: string) => Promise<EventStore> }): void {
  const root = mkdtempSync(join(tmpdir(), "counterseat-consents-"));
  afterAll(() => rmSync(root, { recursive: true, force: true }));
  let dirs = 0;
  const freshDir = () => join(root, String(++dirs));
  const stamp = (over: Partial<Stamp> = {}): Stamp => ({ stream: "events", source: "crm", import: "i1", world: "own", ...over });
  const step = async (store: EventStore, work: (apply: Apply) => Promise<unknown>) =>
    store.apply({ position: (await store.position()) + 1, import: null, checksum: null }, async (apply) => {
      await work(apply);
      return NOTHING_APPLIED;
    });
  const consent = (customer: string, category: string, kind: string, time: number): Fact => ({ customer, activity: category, kind, time });
  const tell = (store: EventStore, facts: readonly Fact[], over: Partial<Stamp> = {}) =>
    step(store, (apply) => apply.append(stamp({ stream: CONSENTS, ...over }), toRows(facts)));
  const namesIn = async (store: EventStore, filter: Filter = { stream: "events" }) =>
    (await store.scan({ filter: { world: "own", ...filter }, texts: ["customer"] })).texts.customer ?? [];
  const ANALYSIS: PurposeRule = { purpose: "analysis", categories: ["analytics"], uses: ["analysis", "ingest"], optIn: false };

  describe("what customers agreed to", () => {
    test("rows of who refused analysis are in no read for it, there for upkeep, and back to the byte once they agree again", async () => {
      const dir = freshDir();
      let store = await open(dir);
      await step(store, (apply) =>
        apply.append(
          stamp(),
          toRows(["ann", "bob", null, "ann"].map((customer, i) => ({ customer, activity: "x", case: `${i}`, comment: `said ${i}` }))),
        ),
      );
      const all = await store.scan({ filter: { world: "own" }, texts: ["customer", "comment"], codes: ["case"], numbers: ["time"] });
      await tell(store, [consent("ann", "Analytics", "denied", 10)]);
      expect(await namesIn(store)).toEqual(["ann", "bob", null, "ann"]); // no purpose is set up: nobody is left out
      expect(store.refusing).toBe(0);
      await step(store, (apply) => apply.purposes("own", [ANALYSIS]));
      const refusing = await store.position();
      for (let opened = 0; opened < 2; opened += 1) {
        expect(await namesIn(store)).toEqual(["bob", null]);
        expect(await namesIn(store, {})).toEqual(["bob", null]);
        expect(store.refusing).toBe(refusing);
        expect((await store.scan({ filter: {}, codes: ["case"], use: "upkeep" })).length).toBe(5);
        expect((await store.countBy({ by: ["customer"], filter: { world: "own" } })).map(({ key, n }) => [key[0], n])).toEqual([
          ["bob", 1],
          [null, 1],
        ]);
        expect((await store.countBy({ by: ["world"], filter: { customer: "ann" }, use: "upkeep" }))[0]?.n).toBe(3);
        expect((await store.distinct({ column: "customer", filter: { world: "own" } })).values).toEqual(["bob"]);
        expect((await store.distinct({ column: "comment", filter: {} })).values).toEqual(["said 1", "said 2"]);
        expect(await store.consents({ world: "own" })).toEqual({
          answers: [{ purpose: "analysis", denied: true, customers: 1, since: 10 }],
          leftOut: [
            { use: "analysis", customers: 1 },
            { use: "ingest", customers: 1 },
          ],
        });
        expect(await store.refusedNames("own")).toEqual(["ann"]);
        await store.close();
        store = await open(dir);
      }
      await tell(store, [consent("ann", "ANALYTICS", "granted", 20)]);
      expect(
        await store.scan({
          filter: { world: "own", stream: "events" },
          texts: ["customer", "comment"],
          codes: ["case"],
          numbers: ["time"],
        }),
      ).toEqual(all);
      expect(await store.consents({ world: "own", customer: "ann" })).toEqual({
        answers: [{ purpose: "analysis", denied: false, customers: 1, since: 20 }],
        leftOut: [],
      });
      await tell(store, [consent("ann", "analytics", "withdrawn", 20)]); // a refusal wins a tie
      expect(await namesIn(store)).toEqual(["bob", null]);
      await store.close();
    });

    test("what customers wrote is there without its words for who refused that people read it", async () => {
      const store = await open(freshDir());
      await step(store, (apply) =>
        apply.append(stamp(), toRows(["ann", "bob"].map((customer) => ({ customer, activity: "x", comment: `of ${customer}` })))),
      );
      await step(store, (apply) =>
        apply.purposes("own", [{ purpose: "reading", categories: ["reading"], uses: ["voices"], optIn: false }]),
      );
      await tell(store, [consent("ann", "reading", "denied", 1)]);
      expect((await store.scan({ filter: { stream: "events" }, texts: ["comment"] })).texts.comment).toEqual([null, "of bob"]);
      expect((await store.scan({ filter: { comment: { not: [null] } }, texts: ["customer"] })).texts.customer).toEqual(["bob"]);
      expect((await store.countBy({ by: [], filter: { stream: "events" } }))[0]?.n).toBe(2);
      await store.close();
    });

    test("of who is forgotten no answer stays, and none of an import that is undone", async () => {
      const store = await open(freshDir());
      await step(store, (apply) => apply.purposes("own", [ANALYSIS]));
      await tell(store, [consent("ann", "analytics", "denied", 1)]);
      await tell(store, [consent("bob", "analytics", "denied", 1)], { import: "i2" });
      expect(await store.refusedNames("own")).toEqual(expect.arrayContaining(["ann", "bob"]));
      await step(store, (apply) => apply.erase({ world: "own", names: ["ann"], pattern: null, tokens: [], key: "k" }));
      expect(await store.refusedNames("own")).toEqual(["bob"]);
      await step(store, (apply) => apply.withdraw({ import: "i2" }));
      expect(await store.consents({ world: "own" })).toEqual({ answers: [], leftOut: [] });
      expect(store.refusing).toBe(0);
      await store.close();
    });

    test("no row of a denied purpose reaches analysis, whatever comes in whatever order", { timeout: 120_000 }, async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(anything, { minLength: 3, maxLength: 24 }), async (told) => {
          const dir = freshDir();
          let store = await open(dir);
          const model = createModel();
          try {
            for (const one of told) {
              if (one.what === "reopen") {
                await store.close();
                store = await open(dir);
              } else {
                await step(store, (apply) => perform(apply, one));
                model.take(one);
              }
              await expectAsModel(store, model);
            }
          } finally {
            await store.close();
            rmSync(dir, { recursive: true, force: true });
          }
        }),
        { numRuns: 25 },
      );
    });
  });

  type Step =
    | { what: "row"; name: string | null; time: number }
    | { what: "consents"; import: string; of: { name: string; category: string; kind: string; time: number }[] }
    | { what: "link"; link: Link[] }
    | { what: "purposes"; rules: PurposeRule[] }
    | { what: "undo"; import: string }
    | { what: "reopen" };
  const NAMES = ["a", "b", "c", "d"] as const;
  const name = fc.constantFrom(...NAMES);
  const time = fc.integer({ min: 0, max: 4 });
  const rule = fc.record({
    purpose: fc.constantFrom("p", "q"),
    categories: fc.constantFrom(["x"], ["y"], ["x", "z"]),
    uses: fc.constantFrom<PurposeRule["uses"]>(
      ["analysis"],
      ["analysis", "ingest"],
      ["voices"],
      ["matching", "voices"],
      ["analysis", "matching"],
    ),
    optIn: fc.boolean(),
  });
  const anything: fc.Arbitrary<Step> = fc.oneof(
    { weight: 3, arbitrary: fc.record({ what: fc.constant("row" as const), name: fc.option(name), time }) },
    {
      weight: 4,
      arbitrary: fc.record({
        what: fc.constant("consents" as const),
        import: fc.constantFrom("i1", "i2"),
        of: fc.array(
          fc.record({ name, category: fc.constantFrom("x", "X", "y", "z"), kind: fc.constantFrom("granted", "denied", "withdrawn"), time }),
          { minLength: 1, maxLength: 3 },
        ),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        what: fc.constant("link" as const),
        link: fc.oneof(
          fc.tuple(name, name).map(([told, customer]): Link[] => [[told, customer]]),
          fc.tuple(name, name, name, time).map(([told, first, second, since]): Link[] => [
            [told, first, 0],
            [told, second, since],
          ]),
        ),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        what: fc.constant("purposes" as const),
        rules: fc.uniqueArray(rule, { maxLength: 2, selector: ({ purpose }) => purpose }).map((rules) =>
          // A name of a source tells of one purpose.
          rules.map((one, i) =>
            i === 0
              ? one
              : {
                  ...one,
                  categories: one.categories.filter((c) => ![...(rules[0]?.categories ?? [])].some((first: string) => first === c)),
                },
          ),
        ),
      }),
    },
    { weight: 1, arbitrary: fc.record({ what: fc.constant("undo" as const), import: fc.constantFrom("i1", "i2") }) },
    { weight: 1, arbitrary: fc.record({ what: fc.constant("reopen" as const) }) },
  );

  async function perform(apply: Apply, one: Step): Promise<void> {
    if (one.what === "row") {
      await apply.append(stamp({ import: "live" }), toRows([{ customer: one.name, activity: "x", time: one.time, comment: "said" }]));
      if (one.name !== null)
        await apply.people(stamp({ import: "live" }), { customer: [one.name], columns: { email: [`${one.name}@example.org`] } });
    }
    if (one.what === "consents")
      await apply.append(
        stamp({ stream: CONSENTS, import: one.import }),
        toRows(one.of.map((of) => consent(of.name, of.category, of.kind, of.time))),
      );
    if (one.what === "link") await apply.link("own", one.link);
    if (one.what === "purposes") await apply.purposes("own", one.rules);
    if (one.what === "undo") await apply.withdraw({ import: one.import });
  }

  /** The definition, worked out row by row: slow, and nothing in common with the store. */
  function createModel() {
    const rows: { name: string | null; time: number }[] = [];
    let consents: { name: string; category: string; kind: string; time: number; import: string }[] = [];
    const links = new Map<string, Link[]>();
    let rules: readonly PurposeRule[] = [];
    const stands = (told: string | null, at: number): string | null => {
      const turns = told === null ? undefined : links.get(told);
      return turns?.filter(([, , since], i) => i === 0 || (since ?? 0) <= at).at(-1)?.[1] ?? told;
    };
    /** Null: nobody of theirs said anything. */
    const latest = (said: readonly { category: string; kind: string; time: number }[], { categories }: PurposeRule): boolean | null => {
      const own = said.filter(({ category }) => categories.includes(category.toLowerCase()));
      const newest = Math.max(...own.map(({ time: at }) => at));
      return own.length === 0 ? null : own.filter(({ time: at }) => at === newest).every(({ kind }) => kind === "granted");
    };
    const allows = (customer: string, use: string): boolean =>
      rules
        .filter(({ uses }) => (uses as readonly string[]).includes(use))
        .every((of) => {
          const theirs = consents.filter((one) => (use === "matching" ? one.name : stands(one.name, one.time)) === customer);
          const answers = [...new Set(theirs.map((one) => one.name))]
            .map((told) =>
              latest(
                theirs.filter((one) => one.name === told),
                of,
              ),
            )
            .filter((answer) => answer !== null);
          return answers.length === 0 ? !of.optIn : answers.every((answer) => answer);
        });
    return {
      take(one: Step) {
        if (one.what === "row") rows.push(one);
        if (one.what === "consents") consents.push(...one.of.map((of) => ({ ...of, import: one.import })));
        if (one.what === "purposes") rules = one.rules;
        if (one.what === "undo") consents = consents.filter((of) => of.import !== one.import);
        if (one.what === "link") links.set(one.link[0]?.[0] ?? "", one.link);
      },
      rows: () =>
        rows
          .map(({ name: told, time: at }) => ({ customer: stands(told, at), time: at }))
          .filter(({ customer }) => customer === null || allows(customer, "analysis"))
          .map(({ customer, time: at }) => `${customer} ${at} ${customer === null || allows(customer, "voices") ? "said" : null}`),
      all: () => rows.length,
      people: () => [...new Set(rows.flatMap(({ name: told }) => told ?? []))].filter((told) => allows(told, "matching")).sort(),
    };
  }

  async function expectAsModel(store: EventStore, model: ReturnType<typeof createModel>): Promise<void> {
    const filter = { world: "own", stream: "events" };
    const scan = await store.scan({ filter, texts: ["customer", "comment"], numbers: ["time"] });
    const rows = Array.from(
      { length: scan.length },
      (_, i) => `${scan.texts.customer?.[i]} ${scan.numbers.time?.[i]} ${scan.texts.comment?.[i]}`,
    );
    expect(rows.sort()).toEqual(model.rows().sort());
    expect((await store.countBy({ by: [], filter }))[0]?.n ?? 0).toBe(model.rows().length);
    expect((await store.countBy({ by: [], filter, use: "upkeep" }))[0]?.n ?? 0).toBe(model.all());
    expect((await store.people({ world: "own", use: "matching" })).map(({ told }) => told).sort()).toEqual(model.people());
  }
}
