import { expect, test } from "vitest";
import {
  createIdGraph,
  ILLEGAL_ANY_CASE,
  ILLEGAL_AS_WRITTEN,
  isIllegalId,
  type KindRule,
  type Observation,
  USUAL_ID_RULES,
} from "@counterseat/identity";
import { id, KINDS, NOON, RULES, start, text } from "./id-log.ts";
import { VECTORS, type Vector, vectorFile } from "./id-vectors.ts";

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
