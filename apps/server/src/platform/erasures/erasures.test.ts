import { expect, test } from "vitest";
import { isTelling, marksOf, withoutMarks } from "./marks.ts";
import { tokenOf } from "./token.ts";

test("a token knows a person again however mail and telephone are written, and tells nothing under another key", () => {
  const mail = tokenOf("k", "email", " Ada@Example.org ");
  expect(mail).toBe(tokenOf("k", "email", "ada@example.org"));
  expect(mail).not.toBe(tokenOf("other", "email", "ada@example.org"));
  expect(mail).not.toBe(tokenOf("k", "name", "ada@example.org"));
  expect(tokenOf("k", "phone", "+31 (6) 123-45678")).toBe(tokenOf("k", "phone", "0031612345678"));
  expect([tokenOf("k", "phone", "112"), tokenOf("k", "email", "unknown")]).toEqual([null, null]);
  expect(tokenOf("k", "name", "c1")).not.toBe(tokenOf("k", "name", "C1"));
});

test("whole names, addresses and long numbers are looked for everywhere, short ones are not", () => {
  for (const value of ["ada@a.example", "Ada Lovelace", "+31 6 12345678", "customer-77", "O’Brien, Zoë"])
    expect([value, isTelling(value)]).toEqual([value, true]);
  for (const value of ["1042", "Ada", "C1", "", "12.50"]) expect([value, isTelling(value)]).toEqual([value, false]);
});

test("a text loses the person and nothing else", () => {
  const marks = marksOf(["ada@a.example", "Ada  Lovelace", "+31612345678", 'O"Neil Quinn']);
  if (marks === null) throw new Error("no marks");
  expect(marks.without("ADA@A.EXAMPLE, Ada Lovelace: call +31 6 1234-5678!")).toBe("[erased], [erased]: call +[erased]!");
  expect(marks.without("nada@a.example and Ada Lovelaces stay")).toBe("nada@a.example and Ada Lovelaces stay");
  expect(marks.without(JSON.stringify({ a: 'O"Neil Quinn' }))).toBe('{"a":"[erased]"}');
  expect(withoutMarks({ "ada@a.example": 1, list: ["Ada Lovelace", 7, null] }, marks)).toEqual({
    value: { [`[erased]`]: 1, list: ["[erased]", 7, null] },
    changed: true,
  });
  expect(withoutMarks({ list: ["Bo"] }, marks).changed).toBe(false);
  expect(marksOf([" "])).toBeNull();
});
