import { expect, test } from "vitest";
import {
  createIdGraph,
  type Id,
  type IdGraph,
  type IdRules,
  ILLEGAL_ANY_CASE,
  ILLEGAL_AS_WRITTEN,
  isIllegalId,
  type KindRule,
  type Observation,
  USUAL_ID_RULES,
  USUAL_SURVIVORSHIP,
} from "@counterseat/identity";
import { VECTORS, type Vector, vectorFile } from "./id-vectors.ts";

const KINDS: Readonly<Record<string, KindRule>> = {
  user: { priority: 1, limit: 1, identifying: true },
  user_id: { priority: 1, limit: 1, identifying: true },
  email: { priority: 2, limit: 5, persons: 5 },
  anon: { priority: 3, limit: 5, shared: true },
};
const RULES: IdRules = { kinds: KINDS, other: { priority: 4, limit: 5 }, survivorship: USUAL_SURVIVORSHIP };
const NOON = Date.UTC(2026, 10, 23, 12);

function id(text: string): Id {
  const colon = text.indexOf(":");
  return colon < 0 ? { kind: "other", value: text } : { kind: text.slice(0, colon), value: text.slice(colon + 1) };
}

const text = ({ kind, value }: Id) => (kind === "other" ? value : `${kind}:${value}`);

/** Writes a log, one entry a position and a minute. */
function writing(graph: IdGraph) {
  let position = 0;
  const next = () => ({ position: (position += 1), at: NOON + position * 60_000 });
  return {
    graph,
    see(verb: Observation["verb"], ids: readonly string[], properties?: Readonly<Record<string, unknown>>, at?: number) {
      const place = next();
      graph.observe({ ...place, at: at ?? place.at, verb, ids: ids.map(id), ...(properties === undefined ? {} : { properties }) });
      return at ?? place.at;
    },
    split: (from: string, ids: readonly string[]) => graph.observe({ ...next(), verb: "split", from: id(from), ids: ids.map(id) }),
    cut: (a: string, b: string) => graph.observe({ ...next(), verb: "split", edge: [id(a), id(b)] }),
    join: (a: string, b: string) => graph.observe({ ...next(), verb: "join", ids: [id(a), id(b)] }),
    apart: (a: string, b: string) => graph.observe({ ...next(), verb: "apart", ids: [id(a), id(b)] }),
    who: (of: string, at?: number) =>
      graph.personOf(id(of).kind, id(of).value, at) ?? { id: null, ids: [], properties: {}, version: 0, createdAt: 0, isIdentified: false },
    ids: () => graph.persons().map((person) => person.ids.map(text)),
    warned: () => graph.warnings().map(({ code }) => code),
    edge(a: string, b: string) {
      const found = graph.edges().find(({ ids }) => [a, b].every((one) => ids.some((other) => text(other) === one)));
      return found === undefined ? null : { state: found.state, reason: found.reason };
    },
  };
}

const start = (rules: IdRules = RULES) => writing(createIdGraph(rules));

test.skipIf(vectorFile === null)("the cases here are the published ones, and so is the list of illegal ids", () => {
  expect(VECTORS).toEqual(vectorFile?.cases);
  expect([...ILLEGAL_ANY_CASE].sort()).toEqual([...(vectorFile?.illegal_ids_case_insensitive ?? [])].sort());
  expect(ILLEGAL_AS_WRITTEN.filter((value) => value !== "-1").sort()).toEqual([...(vectorFile?.illegal_ids_case_sensitive ?? [])].sort());
  for (const value of vectorFile?.segment_blocked ?? [])
    if (!value.startsWith("^")) expect([value, isIllegalId(value)]).toEqual([value, true]);
});

test.each((vectorFile?.cases ?? VECTORS).map((vector) => [vector.name, vector] as const))("published case %s", (_, vector) =>
  runVector(vector),
);

function runVector({ rules, given = [], events, expect: expected }: Vector) {
  const log = start({ ...RULES, kinds: { ...KINDS, ...mapped(rules ?? {}) } });
  const names = new Map<string, string>();
  for (const [name, ...words] of given) {
    const ids = words.filter((word): word is string => typeof word === "string" && word !== "identified");
    const properties = words.find((word) => typeof word === "object") ?? (ids.length > 1 ? { plan: "pro" } : undefined);
    log.see(words.includes("identified") ? "identify" : "track", ids, properties);
    names.set(String(name), ids[0] ?? "");
  }
  const before = log.graph.persons();
  for (const [verb, ...words] of events) {
    const [named, taken] = words;
    if (verb === "split" && typeof named === "string" && Array.isArray(taken)) log.split(names.get(named) ?? "", taken);
    else log.see(verb as Observation["verb"], words as string[]);
  }
  const after = log.graph.persons();
  const known = new Set(before.map((person) => person.id));
  const fresh = after.filter((person) => !known.has(person.id));
  const p1 = () => log.who(names.get("p1") ?? "");
  const checks: Readonly<Record<string, (value: unknown) => void>> = {
    persons: (value) => expect(after.length).toBe(value),
    ids: (value) => expect(log.ids().flat().sort()).toEqual([...(value as string[])].sort()),
    is_identified: (value) => expect(after[0].isIdentified).toBe(value),
    warning: (value) => expect(log.warned()).toEqual([value]),
    note: () => expect(log.who("user:B").id).not.toBe(log.who("user:C").id),
    new_profile_ids: (value) => expect(fresh.map((person) => person.ids.map(text))).toEqual([value]),
    email_demoted_on_event: () => {
      expect(log.graph.warnings()).toMatchObject([{ code: "id_demoted", ids: [{ kind: "user_id" }, { kind: "email" }], limit: "user_id" }]);
      expect(p1().ids.map(text)).toEqual(["user_id:abc123", "email:jane@example1.com"]);
    },
    merged: (value) => expect(log.graph.edges().some(({ state }) => state === "live")).toBe(value),
    props: (value) => expect(after.map(({ properties }) => properties)).toEqual([value]),
    created_at: () => expect(after[0].createdAt).toBe(Math.min(...before.map(({ createdAt }) => createdAt))),
    version: () => expect(after[0].version).toBe(Math.max(...before.map(({ version }) => version)) + 1),
    p1_ids: (value) => expect(p1().ids.map(text)).toEqual(value),
    p1_props_unchanged: () => expect(p1().properties).toEqual(before[0].properties),
    new_person_version: () => {
      expect(fresh.length).toBe(1);
      expect(fresh[0].version).toBeGreaterThan(p1().version);
      expect(p1().version).toBeGreaterThan(before[0].version);
    },
  };
  for (const [key, value] of Object.entries(expected)) {
    expect(checks, `nothing checks ${key}`).toHaveProperty(key);
    checks[key](value);
  }
}

function mapped(rules: NonNullable<Vector["rules"]>): Record<string, KindRule> {
  return Object.fromEntries(Object.entries(rules).map(([kind, rule]) => [kind, { ...rule, identifying: rule.limit === 1 }]));
}

test("every illegal id joins nobody, in any quotes, and stands for nobody", () => {
  const values = [
    ...ILLEGAL_AS_WRITTEN,
    ...ILLEGAL_ANY_CASE.flatMap((value) => [value, value.toUpperCase(), value.slice(0, 1).toUpperCase() + value.slice(1)]),
    "",
    " ",
    "\t",
    "000",
    "---",
    "00000000-0000-0000-0000-000000000000",
  ];
  for (const value of values)
    for (const quoted of [value, ` ${value} `, `"${value}"`, `'${value}'`, `" ${value}"`]) {
      const log = start();
      log.see("identify", [`user:${quoted}`, "anon:A"]);
      log.see("identify", [`user:${quoted}`, "anon:B"]);
      log.see("track", [`email:${quoted}`]);
      expect([quoted, log.ids()]).toEqual([quoted, [["anon:A"], ["anon:B"]]]);
      expect(new Set(log.warned())).toEqual(new Set(["cannot_merge_with_illegal_distinct_id"]));
      expect(log.graph.warnings()).toMatchObject([{ times: 2 }, { times: 1 }]);
      expect(log.graph.edges()).toEqual([]);
    }
  for (const legal of ["Null", "NULL", "nan", "anonymous2", "10", "0a", "ida", "a@b.example", "'"])
    expect([legal, isIllegalId(legal)]).toEqual([legal, false]);
});

test("one e-mail on 500 records of users joins nobody, and is nobody's in the end", () => {
  const log = start();
  for (let n = 1; n <= 500; n += 1) {
    log.see("identify", [`user:u${n}`, "email:noreply@example.org"], { number: n });
    expect(Math.max(...log.ids().map((ids) => ids.filter((one) => one.startsWith("user:")).length))).toBe(1);
    if (n === 5) expect(log.ids().length).toBe(5);
  }
  expect(log.ids().length).toBe(500);
  expect(log.ids().flat()).not.toContain("email:noreply@example.org");
  expect(log.graph.personOf("email", "noreply@example.org")).toBe(null);
  expect(log.warned().filter((code) => code === "value_quarantined").length).toBe(1);
  expect(log.edge("user:u1", "email:noreply@example.org")).toEqual({ state: "quarantined", reason: "too-many-persons" });
  expect(log.who("user:u500").properties).toEqual({ number: 500 });
});

test("one e-mail on 500 records of any number of ids never joins more than its limit, and each keeps what is known of it", () => {
  const log = start({ ...RULES, other: { priority: 4, limit: null } });
  let largest = 0;
  for (let n = 1; n <= 500; n += 1) {
    log.see("track", [`crm:${n}`, "email:shop@example.org"], { number: n });
    largest = Math.max(largest, ...log.ids().map((ids) => ids.filter((one) => one.startsWith("crm:")).length));
  }
  expect(largest).toBe(5);
  expect(log.ids()).toEqual(Array.from({ length: 500 }, (_, n) => [`crm:${n + 1}`]));
  expect(log.graph.persons().map(({ properties }) => properties)).toEqual(Array.from({ length: 500 }, (_, n) => ({ number: n + 1 })));
  log.see("track", ["email:shop@example.org"], { number: 0 });
  expect(log.ids().length).toBe(500);
});

test("an e-mail with many ids of one person is that person's", () => {
  const log = start({ ...RULES, other: { priority: 4, limit: null } });
  for (let n = 0; n < 20; n += 1) log.see("identify", ["user:U", "email:jane@example.org", `anon:a${n % 5}`, `crm:c${n}`]);
  expect(log.ids().length).toBe(1);
  for (let n = 0; n < 20; n += 1) log.see("track", ["email:jane@example.org", `crm:c${n}`]);
  expect(log.ids().length).toBe(1);
  expect(log.warned()).toEqual([]);
});

test.each([
  ["B", "C"],
  ["C", "B"],
])("a shared device: %s before %s, each has it for a session", (one, two) => {
  const log = start();
  const first = log.see("track", ["anon:tablet"]);
  const in1 = log.see("identify", [`user:${one}`, "anon:tablet"]);
  const seen = log.see("track", ["anon:tablet"], { page: "cart" });
  const in2 = log.see("identify", [`user:${two}`, "anon:tablet"]);
  log.see("track", ["anon:tablet"], { page: "help" });
  const again = log.see("identify", [`user:${one}`, "anon:tablet"]);
  expect(log.ids()).toEqual([
    ["anon:tablet", `user:${one}`, "anon:tablet"],
    [`user:${two}`, "anon:tablet"],
  ]);
  const who = (at?: number) => log.who("anon:tablet", at).ids.map(text)[0] === `user:${two}`;
  expect([first, in1, seen, in2 - 1, in2, again - 1, again].map(who)).toEqual([false, false, false, false, true, true, false]);
  expect(who()).toBe(false);
  expect(log.who(`user:${two}`).ids).toMatchObject([{ to: null }, { from: in2, to: again }]);
  expect(log.who(`user:${two}`).properties).toEqual({ page: "help" });
  expect(log.who(`user:${one}`).properties).toEqual({ page: "cart" });
  // What arrives late belongs to whose session it was.
  log.see("track", ["anon:tablet"], { late: true }, in2 + 1);
  expect(log.who(`user:${two}`).properties).toEqual({ page: "help", late: true });
  log.see("identify", ["user:D", "anon:tablet"], {}, seen + 1);
  expect(log.who("anon:tablet", seen + 2).ids.map(text)).toEqual(["user:D", "anon:tablet"]);
  expect(log.who("anon:tablet", in2 + 1).ids.map(text)).toEqual([`user:${two}`, "anon:tablet"]);
  expect(log.warned()).toEqual([]);
});

test("a device never carries an e-mail of one identified person to another", () => {
  const log = start();
  log.see("identify", ["user:B", "email:b@example.org"]);
  log.see("identify", ["user:C", "anon:tablet"]);
  log.see("track", ["email:b@example.org", "anon:tablet"]);
  expect(log.ids()).toEqual([
    ["user:B", "email:b@example.org", "anon:tablet"],
    ["user:C", "anon:tablet"],
  ]);
});

test("the strongest ids of a record are kept, and only those that contradict them give way", () => {
  const log = start();
  log.see("identify", ["user:U", "email:u@example.org"]);
  log.see("track", ["phone:1", "email:u@example.org", "user:V"]);
  expect(log.ids()).toEqual([
    ["user:U", "email:u@example.org"],
    ["user:V", "phone:1"],
  ]);
  for (let n = 0; n < 9; n += 1) log.see("track", ["user:V", `email:v${n}@example.org`]);
  expect(log.who("user:V").ids.length).toBe(2 + 5);
  expect(log.graph.personOf("email", "v7@example.org")).toBe(null);
  expect(log.graph.edges().filter(({ state }) => state === "refused").length).toBe(5);
});

test("a limit by the week lets a person have more in a year", () => {
  const DAY = 24 * 60 * 60_000;
  const log = start(USUAL_ID_RULES);
  for (let n = 0; n < 40; n += 1) log.see("identify", ["user_id:U", `anonymous_id:day-${n}`], {}, NOON + n * DAY);
  const days = log.who("user_id:U").ids.flatMap(({ kind, value }) => (kind === "anonymous_id" ? [Number(value.slice(4))] : []));
  expect(days).toEqual([0, 1, 2, 3, 4, 7, 8, 9, 10, 11, 14, 15, 16, 17, 18, 21, 22, 23, 24, 25, 28, 29, 30, 31, 32, 35, 36, 37, 38, 39]);
});

test("a decision stands: records do not join again what somebody split, by no way round", () => {
  const log = start();
  log.see("identify", ["user:U", "anon:A"]);
  log.see("track", ["email:e@example.org", "user:U"]);
  log.cut("user:U", "anon:A");
  expect(log.ids()).toEqual([["user:U", "email:e@example.org"], ["anon:A"]]);
  log.see("identify", ["user:U", "anon:A"]);
  log.see("track", ["email:e@example.org", "anon:A"]);
  log.see("track", ["crm:1", "anon:A"]);
  log.see("track", ["crm:1", "email:e@example.org"]);
  expect(log.ids()).toEqual([
    ["user:U", "email:e@example.org"],
    ["anon:A", "crm:1"],
  ]);
  expect(log.edge("user:U", "anon:A")).toEqual({ state: "cut", reason: "human-split" });
  expect(log.warned()).toEqual(["kept_apart", "kept_apart", "kept_apart"]);
  // Another person's session of the device is not decided by it; the person it was split from still never has it.
  log.see("identify", ["user:V", "anon:A"]);
  log.see("identify", ["user:U", "anon:A"]);
  expect(log.who("anon:A").ids.map(text)).toEqual(["anon:A", "crm:1", "user:V"]);
  log.join("user:U", "crm:1");
  expect(log.who("user:U").ids.map(text)).toEqual(["user:U", "email:e@example.org"]);
  expect(log.edge("user:U", "crm:1")).toEqual({ state: "refused", reason: "kept-apart" });
  log.join("user:U", "anon:A");
  expect(log.who("user:U").ids.map(text)).toEqual(["user:U", "anon:A", "email:e@example.org", "crm:1", "user:V"]);
});

test("somebody may join two identified persons; the next record may not make it worse, and a split takes it back", () => {
  const log = start();
  log.see("identify", ["user:U", "email:u@example.org"], { plan: "pro" });
  log.see("identify", ["user:V", "email:v@example.org"], { plan: "free" });
  const before = JSON.stringify(log.ids());
  log.join("email:u@example.org", "email:v@example.org");
  expect(log.ids()).toEqual([["user:U", "email:u@example.org", "user:V", "email:v@example.org"]]);
  expect(log.who("user:U")).toMatchObject({ version: 2, properties: { plan: "free" } });
  log.see("alias", ["user:W", "user:U"]);
  expect(log.warned()).toEqual(["cannot_merge_already_identified"]);
  log.cut("email:v@example.org", "email:u@example.org");
  expect(JSON.stringify(log.ids().slice(0, 2))).toBe(before);
  expect(log.who("user:U").properties).toEqual({ plan: "pro" });
  expect(log.who("user:V").version).toBeGreaterThan(log.who("user:U").version);
});

test("apart parts two who are one person already; what somebody joined is the last to go", () => {
  const log = start({ ...RULES, other: { priority: 4, limit: null } });
  for (const ids of [
    ["a", "b"],
    ["b", "c"],
    ["c", "d"],
  ])
    log.see("track", ids);
  log.apart("a", "d");
  expect(log.ids()).toEqual([["a", "b", "c"], ["d"]]);
  log.join("c", "d");
  expect(log.ids()).toEqual([["a", "b", "c"], ["d"]]);
  expect(log.warned()).toEqual(["kept_apart"]);
  log.join("a", "d");
  log.apart("b", "d");
  expect(log.ids()).toEqual([
    ["a", "d"],
    ["b", "c"],
  ]);
  log.apart("x", "y");
  log.see("track", ["x", "y"]);
  expect(log.ids().slice(2)).toEqual([["x"]]);
});

test("ids taken out of a person leave the rest one person, also where they held it together", () => {
  const log = start();
  log.see("track", ["a", "b", "c", "d"], { plan: "pro" });
  log.see("track", ["d", "e"], { city: "Bern" });
  log.split("b", ["a"]);
  expect(log.ids()).toEqual([["a"], ["b", "c", "d", "e"]]);
  expect(log.graph.persons().map(({ properties }) => properties)).toEqual([{ plan: "pro" }, { city: "Bern" }]);
  expect(log.edge("b", "c")).toEqual({ state: "live", reason: "rest-of-split" });
  log.see("track", ["e", "a"]);
  expect(log.edge("e", "a")).toEqual({ state: "refused", reason: "kept-apart" });
  log.split("b", ["d", "e"]);
  expect(log.ids()).toEqual([["a"], ["b", "c"], ["d", "e"]]);
  log.see("track", ["e", "c"]);
  log.join("c", "d");
  expect(log.ids()).toEqual([["a"], ["b", "c", "d", "e"]]);
  expect(log.warned()).toEqual(["kept_apart", "kept_apart"]);
});

test("a decision about nobody, or about those who are apart already, changes nothing and says so", () => {
  const log = start();
  log.see("track", ["a", "b"]);
  log.see("track", ["c"]);
  const before = JSON.stringify(log.graph.persons());
  log.split("a", ["x", "a"]);
  log.split("x", ["a"]);
  log.cut("a", "c");
  log.cut("a", "a");
  log.apart("a", "a");
  log.join("a", "x");
  log.join("a", "a");
  expect(JSON.stringify(log.graph.persons())).toBe(before);
  expect(log.graph.warnings().map(({ code, ids }) => [code, ...ids.map(text)])).toEqual([
    ["nothing_to_split", "a", "x", "a"],
    ["unknown_id", "x"],
    ["nothing_to_split", "a", "c"],
    ["nothing_to_split", "a", "a"],
  ]);
});

test("what is known of a person since it is known who they are stands above what was known of nobody", () => {
  const log = start();
  log.see("identify", ["user:U"], { plan: "pro" });
  log.see("track", ["anon:A"], { plan: "free", utm: "x" });
  log.see("identify", ["user:U", "anon:A"]);
  expect(log.who("user:U").properties).toEqual({ plan: "pro", utm: "x" });
  log.see("track", ["anon:A"], { plan: "gold", utm: "" });
  expect(log.who("user:U").properties).toEqual({ plan: "gold", utm: "x" });
  log.cut("user:U", "anon:A");
  expect(log.graph.persons().map(({ properties }) => properties)).toEqual([{ plan: "pro" }, { plan: "gold", utm: "x" }]);
});

test("a log is read forwards; several entries may share a place", () => {
  const graph = createIdGraph(RULES);
  expect(graph.position).toBe(-Infinity);
  graph.observe({ position: 7, at: 2, verb: "track", ids: [id("a")], properties: { n: 1 } });
  graph.observe({ position: 7, at: 2, verb: "track", ids: [id("b")] });
  graph.observe({ position: 7, at: 2, verb: "track", ids: [id("a")], properties: { n: 2 } });
  expect(graph.position).toBe(7);
  expect(graph.persons()).toMatchObject([
    { id: "7-0", properties: { n: 2 }, origins: { n: { position: 7, at: 2, source: null } } },
    { id: "7-1" },
  ]);
  expect(() => graph.observe({ position: 6, at: 2, verb: "track", ids: [id("b")] })).toThrow("place 6 of the log was read after 7");
  expect(() => graph.observe({ position: NaN, at: 2, verb: "track", ids: [id("b")] })).toThrow(RangeError);
});
