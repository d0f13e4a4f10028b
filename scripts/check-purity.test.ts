import { join } from "node:path";
import { expect, it } from "vitest";
import { checkPurity } from "./check-purity.ts";
import { makeTree, told } from "./test-tree.ts";

it("finds nothing in this repository", () => {
  expect(told(checkPurity(join(import.meta.dirname, "..")))).toEqual([]);
});

it.each([
  ["Date.now()", "reads the clock (Date.now)"],
  ["new Date()", "reads the clock (new Date without arguments)"],
  ["new Date", "reads the clock (new Date without arguments)"],
  ["Date()", "reads the clock (Date called as a function)"],
  ["Math.random()", "draws without a seed (Math.random)"],
  ["process.argv", "looks at the process"],
  ['await import("node:fs")', "imports node:fs"],
])("refuses %s", (code, what) => {
  expect(told(checkPurity(makeTree({ "packages/stats/src/a.ts": `export const a = 1;\nexport const b = ${code};\n` })))).toEqual([
    `packages/stats/src/a.ts:2 ${what}`,
  ]);
});

it("lets fixed dates, seeded draws, comments and tests be", () => {
  const pure =
    "/** Not Date.now(), not Math.random(). */\nexport const a = [new Date(0), Date.UTC(2020, 0), new Date(2020, 1), { process: 1 }.process];\nexport const b = 'new Date()';\n";
  expect(
    checkPurity(
      makeTree({ "packages/stats/src/a.ts": pure, "packages/stats/test/a.test.ts": "Date.now();", "apps/server/src/a.ts": "Date.now();" }),
    ),
  ).toEqual([]);
});
