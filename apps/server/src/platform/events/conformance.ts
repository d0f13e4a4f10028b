import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  type Applied,
  type Apply,
  type Coded,
  type EventStore,
  type Filter,
  type Message,
  NOTHING_APPLIED,
  type Rows,
  type ScanQuery,
  type Stamp,
} from "./contract.ts";
import { type Fact, factsOf, matches, modelCount, toRows } from "./conformance-model.ts";

/** What every event driver does, whatever engine stands behind it. `open` opens (or reopens) the store of a directory. */
export function runConformance({ open }: { open: (dataDir: string) => Promise<EventStore> }): void {
  const root = mkdtempSync(join(tmpdir(), "counterseat-events-"));
  afterAll(() => rmSync(root, { recursive: true, force: true }));
  let dirs = 0;
  const freshDir = () => join(root, String(++dirs));

  const stamp = (over: Partial<Stamp> = {}): Stamp => ({ stream: "events", source: "crm", import: "i1", world: "own", ...over });
  const applied = (n: number): Applied => ({ ...NOTHING_APPLIED, read: n, accepted: n });
  const put = (store: EventStore, position: number, as: Stamp, facts: readonly Fact[], more?: (apply: Apply) => Promise<unknown>) =>
    store.apply({ position, import: as.import, checksum: null }, async (apply) => {
      await apply.append(as, toRows(facts));
      await more?.(apply);
      return applied(facts.length);
    });
  const SCAN: Omit<ScanQuery, "filter"> = {
    numbers: ["time", "score"],
    words: ["source", "activity"],
    codes: ["customer"],
    texts: ["customer", "comment"],
  };

  describe("scan and filters", () => {
    let store: EventStore;
    const rows: Fact[] = [
      { activity: "Call", customer: "ada", case: "1", time: 30, score: 5, stage: "help" },
      { activity: "Visit", customer: "bob", case: "2", time: 10, score: Number.NaN, stage: null, comment: "slow" },
      { activity: "Call", customer: null, case: null, time: Number.NaN, score: 1, stage: "help" },
      { activity: null, customer: "Ada", case: "1", time: 20, score: 0, stage: "buy", comment: "" },
    ];
    beforeAll(async () => {
      store = await open(freshDir());
      await put(store, 1, stamp(), rows);
      await put(store, 2, stamp({ source: "shop", import: "i2", stream: "responses" }), [
        { activity: "Visit", customer: "ada", time: 15, score: 9 },
      ]);
    });
    afterAll(() => store.close());
    const comments = async (filter: Filter) => {
      const scan = await store.scan({ filter, texts: ["customer"], numbers: ["time"] });
      return Array.from({ length: scan.length }, (_, i) => `${scan.texts.customer?.[i] ?? "-"}@${scan.numbers.time?.[i]}`);
    };

    test("rows come in the order they were told, then newest or oldest first", async () => {
      expect(await comments({})).toEqual(["ada@30", "bob@10", "-@NaN", "Ada@20", "ada@15"]);
      const times = async (order: "newest" | "oldest", limit?: number) => [
        ...((await store.scan({ filter: {}, numbers: ["time"], order, ...(limit === undefined ? {} : { limit }) })).numbers.time ?? []),
      ];
      expect(await times("newest")).toEqual([30, 20, 15, 10, Number.NaN]);
      expect(await times("oldest")).toEqual([Number.NaN, 10, 15, 20, 30]);
      expect(await times("newest", 2)).toEqual([30, 20]);
      expect(await times("newest", 0)).toEqual([]);
    });

    test("columns come as asked: absent numbers are NaN, absent words -1, absent texts null", async () => {
      const scan = await store.scan({ filter: { source: "crm" }, ...SCAN });
      expect(scan.length).toBe(4);
      expect([...(scan.numbers.score ?? [])]).toEqual([5, Number.NaN, 1, 0]);
      expect(scan.texts.comment).toEqual([null, "slow", null, ""]);
      expect(scan.words.activity?.dictionary).toEqual(["Call", "Visit"]);
      expect([...(scan.words.activity?.codes ?? [])]).toEqual([0, 1, 0, -1]);
      expect(scan.words.source?.dictionary).toEqual(["crm"]);
      expect(Object.keys(scan.words).concat(Object.keys(scan.numbers), Object.keys(scan.texts), Object.keys(scan.codes)).sort()).toEqual([
        "activity",
        "comment",
        "customer",
        "customer",
        "score",
        "source",
        "time",
      ]);
      expect(scan.numbers.score?.buffer).toBeInstanceOf(SharedArrayBuffer);
      expect(scan.words.activity?.codes.buffer).toBeInstanceOf(SharedArrayBuffer);
      const none = await store.scan({ filter: { source: "nobody" }, ...SCAN });
      expect(none).toMatchObject({ length: 0, texts: { customer: [] }, words: { activity: { dictionary: [] } } });
    });

    test("opaque codes are equal exactly where the text is equal", async () => {
      const scan = await store.scan({ filter: {}, codes: ["customer", "case"], texts: ["customer", "case"] });
      for (const column of ["customer", "case"] as const) {
        const codes = scan.codes[column] ?? new Int32Array();
        const texts = scan.texts[column] ?? [];
        for (let i = 0; i < scan.length; i++) {
          expect((codes[i] ?? -1) < 0).toBe(texts[i] === null);
          for (let j = 0; j < i; j++) if (texts[i] !== null) expect(codes[i] === codes[j]).toBe(texts[i] === texts[j]);
        }
      }
    });

    test.each<[string, Filter, string[]]>([
      ["a word", { activity: "Call" }, ["ada@30", "-@NaN"]],
      ["a text, exactly", { customer: "ada" }, ["ada@30", "ada@15"]],
      ["a list of words", { activity: ["Call", "Visit"] }, ["ada@30", "bob@10", "-@NaN", "ada@15"]],
      ["a list of texts", { customer: ["bob", "Ada"] }, ["bob@10", "Ada@20"]],
      ["a list of words with absent", { stage: ["buy", null] }, ["bob@10", "Ada@20", "ada@15"]],
      ["a list of texts with absent", { customer: ["bob", null] }, ["bob@10", "-@NaN"]],
      ["an absent word", { stage: null }, ["bob@10", "ada@15"]],
      ["an absent text", { customer: null }, ["-@NaN"]],
      ["an absent number", { time: null }, ["-@NaN"]],
      ["not a word, absent ones stay", { stage: { not: ["help"] } }, ["bob@10", "Ada@20", "ada@15"]],
      ["not a text, absent ones stay", { customer: { not: ["ada"] } }, ["bob@10", "-@NaN", "Ada@20"]],
      ["not nothing", { stage: { not: [] }, customer: { not: [] } }, ["ada@30", "bob@10", "-@NaN", "Ada@20", "ada@15"]],
      ["present words", { stage: { not: [null] } }, ["ada@30", "-@NaN", "Ada@20"]],
      ["present texts", { customer: { not: [null] } }, ["ada@30", "bob@10", "Ada@20", "ada@15"]],
      ["present and not a word", { stage: { not: ["help", null] } }, ["Ada@20"]],
      ["present and not a text", { customer: { not: [null, "ada"] } }, ["bob@10", "Ada@20"]],
      ["a half-open range", { time: { from: 10, to: 30 } }, ["bob@10", "Ada@20", "ada@15"]],
      ["a range open below", { time: { to: 20 } }, ["bob@10", "ada@15"]],
      ["a range open above", { score: { from: 5 } }, ["ada@30", "ada@15"]],
      ["a range without edges", { time: {} }, ["ada@30", "bob@10", "-@NaN", "Ada@20", "ada@15"]],
      ["an unknown word", { activity: "Nobody said this" }, []],
      ["an unknown word beside a known one", { activity: ["Nobody said this", "Visit"] }, ["bob@10", "ada@15"]],
      ["not an unknown word", { stage: { not: ["Nobody said this"] } }, ["ada@30", "bob@10", "-@NaN", "Ada@20", "ada@15"]],
      ["an empty list", { activity: [] }, []],
      ["an empty list of texts", { customer: [] }, []],
      ["the empty text", { comment: "" }, ["Ada@20"]],
      ["all at once", { source: "crm", activity: "Call", customer: ["ada", null], time: { from: 0 } }, ["ada@30"]],
      ["text that looks like SQL", { customer: "' OR 1=1 --" }, []],
    ])("filter by %s", async (_name, filter, expected) => {
      expect(await comments(filter)).toEqual(expected);
      expect((await store.countBy({ by: [], filter }))[0]?.n).toBe(expected.length);
    });

    test("a column or condition that does not exist is a RangeError", async () => {
      await expect(store.scan({ filter: { 'x" OR 1=1 --': "a" } as Filter })).rejects.toThrow(RangeError);
      await expect(store.countBy({ by: [], filter: { ordinal: "1" } as Filter })).rejects.toThrow(RangeError);
      await expect(store.distinct({ column: "activity", filter: { nope: null } as Filter })).rejects.toThrow(RangeError);
      await expect(store.scan({ filter: { time: { from: Number.NaN } } })).rejects.toThrow(RangeError);
      await expect(store.scan({ filter: { time: "noon" } })).rejects.toThrow(RangeError);
      await expect(store.scan({ filter: { customer: { from: 1 } } })).rejects.toThrow(RangeError);
    });

    test("countBy counts rows, people and cases, and knows the first and last time", async () => {
      const [most, ...others] = await store.countBy({ by: ["activity"], filter: { source: "crm" } });
      expect(most).toEqual({ key: ["Call"], n: 2, customers: 1, cases: 1, amount: 0, first: 30, last: 30 });
      expect(others.sort((x, y) => (x.first ?? 0) - (y.first ?? 0))).toEqual([
        { key: ["Visit"], n: 1, customers: 1, cases: 1, amount: 0, first: 10, last: 10 },
        { key: [null], n: 1, customers: 1, cases: 1, amount: 0, first: 20, last: 20 },
      ]);
      expect((await store.countBy({ by: ["customer"], filter: {}, order: "last", limit: 3 })).map((c) => [c.key[0], c.n, c.last])).toEqual([
        ["ada", 2, 30],
        ["Ada", 1, 20],
        ["bob", 1, 10],
      ]);
      expect(await store.countBy({ by: [], filter: { activity: "Nobody said this" } })).toEqual([
        { key: [], n: 0, customers: 0, cases: 0, amount: 0, first: null, last: null },
      ]);
      expect(await store.countBy({ by: ["stage", "stream"], filter: { time: null } })).toEqual([
        { key: ["help", "events"], n: 1, customers: 0, cases: 0, amount: 0, first: null, last: null },
      ]);
    });

    test("countBy leaves people and cases alone where rows are all that is asked for", async () => {
      expect((await store.countBy({ by: ["activity"], filter: { source: "crm" }, rowsOnly: true }))[0]).toEqual({
        key: ["Call"],
        n: 2,
        customers: 0,
        cases: 0,
        amount: 0,
        first: 30,
        last: 30,
      });
    });

    test("countBy adds up money where asked, exactly, and leaves out what has none", async () => {
      const facts: Fact[] = [
        { customer: "sum", amount: 1_999 },
        { customer: "sum", amount: -1_000 },
        { customer: "sum" },
        { customer: "none" },
      ];
      await put(store, 3, stamp({ import: "sums", source: "sums" }), facts);
      const sums = await store.countBy({ by: ["customer"], filter: { source: "sums" }, amounts: true });
      expect(sums.map(({ key, n, amount }) => [key[0], n, amount])).toEqual([
        ["sum", 3, 999],
        ["none", 1, 0],
      ]);
      await store.apply({ position: 4, import: null, checksum: null }, async (apply) => {
        await apply.withdraw({ source: "sums" });
        return NOTHING_APPLIED;
      });
    });

    test("distinct lists values once, in order, and finds them by a part, ignoring case", async () => {
      expect(await store.distinct({ column: "customer", filter: {} })).toEqual({ values: ["Ada", "ada", "bob"], total: 3 });
      expect(await store.distinct({ column: "customer", filter: {}, contains: "AD" })).toEqual({ values: ["Ada", "ada"], total: 2 });
      expect(await store.distinct({ column: "customer", filter: {}, contains: "a", limit: 1 })).toEqual({ values: ["Ada"], total: 2 });
      expect(await store.distinct({ column: "customer", filter: {}, contains: "%" })).toEqual({ values: [], total: 0 });
      expect(await store.distinct({ column: "activity", filter: { customer: "ada" } })).toEqual({ values: ["Call", "Visit"], total: 2 });
      expect(await store.distinct({ column: "activity", filter: {}, contains: "VIS" })).toEqual({ values: ["Visit"], total: 1 });
      expect(await store.distinct({ column: "unit", filter: {} })).toEqual({ values: [], total: 0 });
    });
  });

  describe("apply", () => {
    test("a batch given as codes is the same as one given as texts, and unused words are not kept", async () => {
      const store = await open(freshDir());
      const coded: Coded = { codes: Int32Array.from([1, -1, 1]), dictionary: ["never used", "Call"] };
      const rows: Rows = {
        length: 3,
        words: { activity: coded },
        texts: { customer: { codes: Int32Array.from([0, 0, -1]), dictionary: ["ada"] } },
        numbers: {},
      };
      await store.apply({ position: 1, import: "i1", checksum: null }, async (apply) => {
        await apply.append(stamp(), rows);
        return applied(3);
      });
      const scan = await store.scan({ filter: {}, words: ["activity", "stage"], texts: ["customer"], numbers: ["amount"] });
      expect(scan.words.activity).toEqual({ codes: Int32Array.from([0, -1, 0]), dictionary: ["Call"] });
      expect([...(scan.words.stage?.codes ?? [])]).toEqual([-1, -1, -1]);
      expect(scan.texts.customer).toEqual(["ada", "ada", null]);
      expect([...(scan.numbers.amount ?? [])]).toEqual([Number.NaN, Number.NaN, Number.NaN]);
      await store.close();
    });

    test("all or nothing: what fails leaves no row, no word and no position, and the next apply is whole", async () => {
      const dir = freshDir();
      let store = await open(dir);
      await put(store, 1, stamp(), [{ activity: "Call", customer: "ada" }]);
      await expect(
        put(store, 2, stamp({ import: "i2", source: "lost source" }), [{ activity: "Lost", customer: "bob" }], async (apply) => {
          await apply.refuse("i2", [{ row: 1, field: null, reason: "lost", cells: [] }]);
          await apply.withdraw({ activity: "Call" });
          throw new Error("on purpose");
        }),
      ).rejects.toThrow("on purpose");
      expect(await store.position()).toBe(1);
      expect(await store.result("i2")).toBe(null);
      expect(await store.refusedRows("i2")).toEqual([]);
      expect(await store.distinct({ column: "activity", filter: {} })).toEqual({ values: ["Call"], total: 1 });
      // The code the lost word had goes to another word, in memory and on disk alike.
      await put(store, 3, stamp({ import: "i3" }), [{ activity: "Visit", customer: "eve" }]);
      const expectBoth = async () => {
        const scan = await store.scan({ filter: {}, words: ["activity", "import", "source"] });
        expect(scan.words.activity).toEqual({ codes: Int32Array.from([0, 1]), dictionary: ["Call", "Visit"] });
        expect(scan.words.import?.dictionary).toEqual(["i1", "i3"]);
        expect(scan.words.source?.dictionary).toEqual(["crm"]);
      };
      await expectBoth();
      await store.close();
      store = await open(dir);
      await expectBoth();
      expect(await store.position()).toBe(3);
      await store.close();
    });

    test("words used only in a transaction that failed at its very end are not taken for saved", async () => {
      const dir = freshDir();
      let store = await open(dir);
      // A result that cannot be written as JSON fails behind the rows and words.
      await expect(
        store.apply({ position: 1, import: "i1", checksum: null }, async (apply) => {
          await apply.append(stamp(), toRows([{ activity: "Lost" }]));
          return { ...NOTHING_APPLIED, read: 1n as unknown as number };
        }),
      ).rejects.toThrow();
      await put(store, 2, stamp({ import: "i2" }), [{ activity: "Kept" }]);
      await store.close();
      store = await open(dir);
      expect(await store.countBy({ by: ["activity", "import"], filter: {} })).toMatchObject([{ key: ["Kept", "i2"], n: 1 }]);
      await store.close();
    });

    test("rows, results, refused rows and the position survive reopening; order goes on behind the last row", async () => {
      const dir = freshDir();
      let store = await open(dir);
      const result: Applied = {
        read: 3,
        accepted: 1,
        refused: 2,
        alreadyKnown: 0,
        problems: [{ row: 2, field: "time", reason: "no time" }],
        overlap: null,
        error: null,
      };
      await store.apply({ position: 7, import: "i1", checksum: "sum" }, async (apply) => {
        await apply.append(stamp(), toRows([{ activity: "one" }]));
        await apply.refuse("i1", [
          { row: 3, field: null, reason: "too short", cells: ["a"] },
          { row: 2, field: "time", reason: "no time", cells: ["a", 'b,"', ""] },
        ]);
        return result;
      });
      await store.close();
      store = await open(dir);
      expect(await store.position()).toBe(7);
      expect(await store.result("i1")).toEqual(result);
      expect(await store.result("other")).toBe(null);
      expect(await store.refusedRows("i1")).toEqual([
        { row: 2, field: "time", reason: "no time", cells: ["a", 'b,"', ""] },
        { row: 3, field: null, reason: "too short", cells: ["a"] },
      ]);
      expect(await store.refusedRows("other")).toEqual([]);
      await put(store, 8, stamp({ import: "i2" }), [{ activity: "two" }, { activity: "three" }]);
      await put(store, 9, stamp({ import: "i3" }), [{ activity: "one" }]);
      const scan = await store.scan({ filter: {}, words: ["activity"] });
      expect([...(scan.words.activity?.codes ?? [])].map((code) => scan.words.activity?.dictionary[code])).toEqual([
        "one",
        "two",
        "three",
        "one",
      ]);
      await store.close();
    });

    test("an import told again under its name replaces its result", async () => {
      const store = await open(freshDir());
      await put(store, 1, stamp(), [{ activity: "one" }]);
      await store.apply({ position: 2, import: null, checksum: null }, async (apply) => {
        await apply.withdraw({ import: "i1" });
        return NOTHING_APPLIED;
      });
      await put(store, 3, stamp(), [{ activity: "one" }, { activity: "two" }]);
      expect(await store.result("i1")).toEqual(applied(2));
      expect(await store.position()).toBe(3);
      expect((await store.countBy({ by: [], filter: {} }))[0]?.n).toBe(2);
      await store.close();
    });

    test("withdraw takes what the filter names and nothing else", async () => {
      const store = await open(freshDir());
      await put(store, 1, stamp(), [{ activity: "a" }, { activity: "b", customer: "x" }]);
      await put(store, 2, stamp({ import: "i2" }), [{ activity: "a" }]);
      let gone = -1;
      await store.apply({ position: 3, import: null, checksum: null }, async (apply) => {
        gone = await apply.withdraw({ import: "i1", customer: null });
        return NOTHING_APPLIED;
      });
      expect(gone).toBe(1);
      expect(await store.countBy({ by: ["import", "activity"], filter: {} })).toMatchObject([
        { key: ["i1", "b"], n: 1 },
        { key: ["i2", "a"], n: 1 },
      ]);
      await store.close();
    });

    test("rows of a known id are dropped, from this file or another; rows without an id stay", async () => {
      const store = await open(freshDir());
      await put(store, 1, stamp(), [
        { id: "1", activity: "a" },
        { id: "2", activity: "a" },
      ]);
      await put(store, 2, stamp({ import: "elsewhere", source: "shop" }), [{ id: "9", activity: "a" }]);
      let dropped = -1;
      await put(
        store,
        3,
        stamp({ import: "i2" }),
        [
          { id: "2", activity: "changed" },
          { id: "3", activity: "first" },
          { id: "3", activity: "again" },
          { id: null, activity: "x" },
          { id: null, activity: "x" },
          { id: "9", activity: "other source" },
        ],
        async (apply) => void (dropped = await apply.dropKnownIds(stamp({ import: "i2" }))),
      );
      expect(dropped).toBe(2);
      const scan = await store.scan({ filter: { source: "crm" }, texts: ["id"], words: ["activity"] });
      expect(scan.texts.id).toEqual(["1", "2", "3", null, null, "9"]);
      expect([...(scan.words.activity?.codes ?? [])].map((code) => scan.words.activity?.dictionary[code])).toEqual([
        "a",
        "a",
        "first",
        "x",
        "x",
        "other source",
      ]);
      await store.close();
    });

    test("overlap compares whole rows as a multiset: equal rows are real", async () => {
      const twice: Fact = { activity: "pay", customer: "ada", time: 1, amount: 500 };
      const store = await open(freshDir());
      await put(store, 1, stamp(), [twice, twice, { activity: "pay", customer: "bob" }]);
      let known = -1;
      await put(
        store,
        2,
        stamp({ import: "i2" }),
        [twice, twice, twice, { ...twice, amount: 501 }],
        async (apply) => void (known = await apply.overlap(stamp({ import: "i2" }), true)),
      );
      expect(known).toBe(2); // the third is a new fact
      expect((await store.countBy({ by: ["import"], filter: { import: "i2" } }))[0]?.n).toBe(2);
      // Another source, stream or world tells its own facts.
      for (const [position, other] of [
        stamp({ import: "i3", source: "shop" }),
        stamp({ import: "i4", stream: "responses" }),
        stamp({ import: "i5", world: "sample" }),
      ].entries()) {
        await put(store, 3 + position, other, [twice], async (apply) => expect(await apply.overlap(other, false)).toBe(0));
      }
      await put(store, 6, stamp({ import: "i6" }), [twice, twice, twice, twice], async (apply) => {
        expect(await apply.overlap(stamp({ import: "i6" }), false)).toBe(3);
      });
      expect((await store.countBy({ by: [], filter: { import: "i6" } }))[0]?.n).toBe(4); // asked only
      await store.close();
    });

    test("the same file is known by its bytes, in its source, while its rows are there", async () => {
      const store = await open(freshDir());
      const same = async (as: Stamp, checksum: string) => {
        let found: unknown;
        await store.apply({ position: (await store.position()) + 1, import: null, checksum: null }, async (apply) => {
          found = await apply.sameFile(as, checksum);
          return NOTHING_APPLIED;
        });
        return found;
      };
      await store.apply({ position: 1, import: "i1", checksum: "sum" }, async (apply) => {
        await apply.append(stamp(), toRows([{ activity: "a" }]));
        return applied(1);
      });
      expect(await same(stamp({ import: "i2" }), "sum")).toEqual({ import: "i1", result: applied(1) });
      expect(await same(stamp({ import: "i1" }), "sum")).toBe(null); // itself
      expect(await same(stamp({ import: "i2" }), "other")).toBe(null);
      expect(await same(stamp({ import: "i2", source: "shop" }), "sum")).toBe(null);
      expect(await same(stamp({ import: "i2", world: "sample" }), "sum")).toBe(null);
      await store.apply({ position: 9, import: null, checksum: null }, async (apply) => {
        await apply.withdraw({ import: "i1" });
        return NOTHING_APPLIED;
      });
      expect(await same(stamp({ import: "i2" }), "sum")).toBe(null);
      await store.close();
    });

    test("reads see a state before or after an apply, never one in between", async () => {
      const store = await open(freshDir());
      await put(store, 1, stamp(), [{ activity: "a" }]);
      const during: number[] = [];
      await put(
        store,
        2,
        stamp({ import: "i2" }),
        Array.from({ length: 5000 }, () => ({ activity: "b" })),
        async () => {
          during.push(
            ...(await Promise.all(Array.from({ length: 6 }, () => store.countBy({ by: [], filter: {} })))).map((c) => c[0]?.n ?? -1),
          );
        },
      );
      expect(during).toEqual([1, 1, 1, 1, 1, 1]);
      expect((await store.countBy({ by: [], filter: {} }))[0]?.n).toBe(5001);
      await store.close();
    });
  });

  describe("messages that are told once", () => {
    const told = (n: number, at: number, over: Partial<Message> = {}): Message => ({
      hash: [n, -n, n * 7],
      at,
      lasting: false,
      surelyNew: false,
      ...over,
    });
    const step = async (store: EventStore, position: number, messages: readonly (Message | null)[], importId: string | null = null) => {
      let seen: number[] | null = null;
      const result = await store.apply({ position, import: importId, checksum: null, messages }, async (apply, known) => {
        seen = [...known].sort((a, b) => a - b);
        await apply.append(
          stamp(),
          toRows(messages.flatMap((message, i) => (known.has(i) ? [] : [{ customer: String(message?.hash[0] ?? "-") }]))),
        );
        return applied(messages.length - known.size);
      });
      return { seen, result };
    };
    const hours = (n: number) => n * 3_600_000;

    test("are known in the same step, in later ones and after reopening, as long as the window lasts", async () => {
      const dir = freshDir();
      let store = await open(dir);
      expect((await step(store, 1, [told(1, 0), null, told(2, hours(1)), told(1, 5)])).seen).toEqual([3]);
      expect((await step(store, 2, [told(2, hours(2)), told(3, hours(2))])).seen).toEqual([0]);
      await store.close();
      store = await open(dir);
      expect((await step(store, 3, [told(3, hours(3)), told(4, hours(3)), null])).seen).toEqual([0]);
      const week = hours(7 * 24);
      expect((await step(store, 4, [told(1, week - 1), told(2, week + hours(1)), told(5, week)])).seen).toEqual([0]);
      expect(await store.position()).toBe(4);
      const counts = await store.countBy({ by: ["customer"], filter: {} });
      expect(new Map(counts.map((count) => [count.key[0], count.n]))).toEqual(
        new Map([
          ["-", 2],
          ["1", 1],
          ["2", 2],
          ["3", 1],
          ["4", 1],
          ["5", 1],
        ]),
      );
      await store.close();
    });

    test("a step that tells nothing new moves the position, keeps its first result and does no work", async () => {
      const store = await open(freshDir());
      await step(store, 1, [told(1, 0, { lasting: true })], "i1");
      const again = await step(store, 2, [told(1, hours(10_000), { lasting: true })], "i1");
      expect(again).toEqual({ seen: null, result: applied(1) });
      expect(await store.result("i1")).toEqual(applied(1));
      expect(await store.position()).toBe(2);
      expect((await store.countBy({ by: [], filter: {} }))[0]?.n).toBe(1);
      await store.close();
    });

    test("a step that fails tells nothing", async () => {
      const store = await open(freshDir());
      await expect(
        store.apply({ position: 1, import: null, checksum: null, messages: [told(1, 0)] }, () => Promise.reject(new Error("on purpose"))),
      ).rejects.toThrow("on purpose");
      expect(await store.wasTold([1, -1, 7])).toBe(false);
      expect((await step(store, 1, [told(1, 0)])).seen).toEqual([]);
      expect(await store.wasTold([1, -1, 7])).toBe(true);
      expect(await store.wasTold([1, -1, 8])).toBe(false);
      await store.close();
    });

    test("thousands in one step are told apart, and come back newest first", async () => {
      const store = await open(freshDir());
      const first = Array.from({ length: 5000 }, (_, i) => told(i, i));
      expect((await step(store, 1, first)).seen).toEqual([]);
      const second = Array.from({ length: 5000 }, (_, i) => told(i + 2500, 10_000 + i));
      expect((await step(store, 2, second)).seen).toEqual(Array.from({ length: 2500 }, (_, i) => i));
      const newest = await store.toldMessages(3);
      expect([...newest.at]).toEqual([14_999, 14_998, 14_997]);
      expect([...newest.words]).toEqual([7499, -7499, 7499 * 7, 7498, -7498, 7498 * 7, 7497, -7497, 7497 * 7]);
      expect(newest.more).toBe(true);
      expect(await store.toldMessages(8000)).toMatchObject({ more: false, at: { length: 7500 } });
      await store.close();
    });

    test("who is surely new is not looked for, but known from then on", async () => {
      const store = await open(freshDir());
      await step(store, 1, [told(1, 0, { surelyNew: true })]);
      expect((await step(store, 2, [told(1, 1), told(2, 1, { surelyNew: true })])).seen).toEqual([0]);
      await store.close();
    });
  });

  test("property: scan and countBy answer as a plain list of rows would", { timeout: 120_000 }, async () => {
    const store = await open(freshDir());
    let position = 0;
    const word = fc.constantFrom(null, "a", "b", "É", "", "a b", "'x\"");
    const text = fc.constantFrom(null, "p", "q", "P", "", "%", "🦆");
    const number = fc.constantFrom(Number.NaN, 0, -0.5, 3, 1e15);
    const fact: fc.Arbitrary<Fact> = fc.record({ activity: word, stage: word, customer: text, case: text, time: number, score: number });
    const edge = fc.constantFrom(-1, 0, 3, 4);
    const onWord = fc.oneof(
      word,
      fc.array(word, { maxLength: 3 }),
      fc.record({ not: fc.array(fc.constantFrom("a", "b", "unknown", null), { maxLength: 2 }) }),
    );
    const onText = fc.oneof(
      text,
      fc.array(text, { maxLength: 3 }),
      fc.record({ not: fc.array(fc.constantFrom("p", "q", "nobody", null), { maxLength: 2 }) }),
    );
    const onNumber = fc.oneof(fc.constant(null), fc.record({ from: edge, to: edge }, { requiredKeys: [] }));
    const filter = fc.record(
      { activity: onWord, stage: onWord, customer: onText, case: onText, time: onNumber, score: onNumber },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fact, { maxLength: 40 }),
        fc.array(filter, { minLength: 1, maxLength: 4 }),
        fc.subarray(["activity", "stage", "customer"] as const),
        async (facts, filters, by) => {
          const as = stamp({ import: `p${position}`, source: `source ${position}` });
          await put(store, ++position, as, facts);
          for (const wanted of filters) {
            const scan = await store.scan({
              filter: { ...wanted, source: as.source },
              numbers: ["time", "score"],
              words: ["activity", "stage"],
              texts: ["customer", "case"],
            });
            const expected = facts.filter((one) => matches(one, wanted));
            expect(factsOf(scan)).toEqual(expected);
            const counted = await store.countBy({ by, filter: { ...wanted, source: as.source } });
            const sorted = (counts: readonly { key: readonly (string | null)[] }[]) =>
              [...counts].sort((x, y) => JSON.stringify(x.key).localeCompare(JSON.stringify(y.key), "en"));
            expect(sorted(counted)).toEqual(sorted(modelCount(expected, by)));
          }
        },
      ),
      { numRuns: 60 },
    );
    await store.close();
  });
}
