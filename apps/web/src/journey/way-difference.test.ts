import { expect, test } from "vitest";
import { wayDifference } from "./way-difference.ts";

const told = (way: string, other: string) => {
  const { steps, without } = wayDifference([...way], [...other]);
  return `${steps.map(({ id, added, times }) => (added ? id.toUpperCase() : id) + (times > 1 ? times : "")).join("")}-${without.join("")}`;
};

test("a way is told by what it adds to the usual one and what it leaves out", () => {
  expect(told("abcd", "abcd")).toBe("abcd-");
  expect(told("abd", "abcd")).toBe("abd-c");
  expect(told("abxcd", "abcd")).toBe("abXcd-");
  expect(told("abbbcd", "abcd")).toBe("aB3cd-");
  expect(told("abcbcd", "abcd")).toBe("abcBCd-");
  expect(told("xy", "ab")).toBe("XY-ab");
  expect(told("", "ab")).toBe("-ab");
});
