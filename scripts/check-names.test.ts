import { join } from "node:path";
import { expect, it } from "vitest";
import { checkNames, sampleWords } from "./check-names.ts";
import { makeTree, told } from "./test-tree.ts";

it("finds nothing in this repository", () => {
  expect(told(checkNames(join(import.meta.dirname, ".."), sampleWords()))).toEqual([]);
});

it("refuses names that say nothing, once a place", () => {
  const tree = makeTree({
    "apps/web/src/utils/a.ts": "",
    "apps/web/src/utils/b.ts": "",
    "packages/stats/src/date-helpers.ts": "",
    "apps/web/src/ui/base.css": "",
    "scripts/commonly.ts": "",
  });
  expect(told(checkNames(tree, []))).toEqual([
    "apps/web/src/ui/base.css is named base",
    "apps/web/src/utils is named utils",
    "packages/stats/src/date-helpers.ts is named date-helpers",
  ]);
});

it("refuses exports that say nothing", () => {
  const tree = makeTree({ "apps/web/src/a.ts": "export class CaseManager {}\nexport const manage = 1;\n" });
  expect(told(checkNames(tree, []))).toEqual(["apps/web/src/a.ts:1 is named CaseManager"]);
});

it("keeps the sample company's words where they belong", () => {
  const text = '// like Harbourline\nexport const a = "harbourline-survey";\nexport const b = "handed_to_field";\n';
  const tree = makeTree({
    "apps/server/src/gap/a.ts": text,
    "packages/demo/src/a.ts": text,
    "apps/server/src/gap/a.test.ts": text,
    "apps/web/src/messages/a.ts": text,
  });
  expect(told(checkNames(tree, ["Harbourline", "handed_to_field"]))).toEqual([
    "apps/server/src/gap/a.ts:2 names the sample company's harbourline",
    "apps/server/src/gap/a.ts:3 names the sample company's handed_to_field",
  ]);
  expect(sampleWords()).toContain("Harbourline");
});

it("refuses paths of one machine, in documents and comments too", () => {
  const tree = makeTree({
    "docs/a.md": "See /home/ada/notes and /api/v1/home/x.",
    "apps/web/src/a.ts": "// from /Users/ada/code\nexport const page = `${base}/home/a`;\n",
  });
  expect(told(checkNames(tree, []))).toEqual([
    "apps/web/src/a.ts:1 names a path of one machine, /Users/ada",
    "docs/a.md:1 names a path of one machine, /home/ada",
  ]);
});
