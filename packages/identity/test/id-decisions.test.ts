import { expect, test } from "vitest";
import { RULES, start, text } from "./id-log.ts";

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

test("of several ids taken out one may come back, and the others stay out", () => {
  for (const [one, other] of [
    ["a", "b"],
    ["b", "a"],
  ]) {
    const log = start();
    log.see("track", ["a", "b", "c"]);
    log.split("a", ["b", "c"]);
    expect(log.ids()).toEqual([["a"], ["b"], ["c"]]);
    log.join(one, other);
    log.see("track", ["c", "a"]);
    log.see("track", ["c", "b"]);
    expect(log.ids()).toEqual([["a", "b"], ["c"]]);
    log.join("b", "c");
    expect(log.ids()).toEqual([["a", "b"], ["c"]]);
    log.join("a", "c");
    expect(log.ids()).toEqual([["a", "b", "c"]]);
    log.split("a", ["b"]);
    log.see("track", ["b", "c"]);
    expect(log.ids()).toEqual([["a", "c"], ["b"]]);
  }
  const rest = start();
  rest.see("track", ["a", "b", "c"]);
  rest.split("a", ["b"]);
  rest.cut("a", "c");
  rest.join("c", "b");
  rest.see("track", ["b", "a"]);
  expect(rest.ids()).toEqual([["a"], ["b", "c"]]);
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
