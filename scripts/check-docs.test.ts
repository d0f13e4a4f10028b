import { join } from "node:path";
import { expect, it } from "vitest";
import { checkDocs } from "./check-docs.ts";
import { makeTree, told } from "./test-tree.ts";

it("finds nothing in this repository", () => {
  expect(told(checkDocs(join(import.meta.dirname, "..")))).toEqual([]);
});

it("tells paths, links and npm scripts that are not there, and documents that are too long", () => {
  const readme = [
    "`apps/server/src/gap/store.ts`, `apps/gone.ts`, `gap/<any>.ts`, `gap/{a,b}/x.ts`",
    "[here](docs/a.md#part) and [gone](docs/b.md), [outside](https://example.org/x.md)",
    "npm start, then npm run build and npm run lint, node_modules/x, `main.ts`, `gone.ts`, `GET /api/v1/x`, `import x.ts`",
  ].join("\n");
  const tree = makeTree({
    "package.json": '{ "scripts": { "start": "", "build": "" } }',
    "README.md": readme,
    "docs/a.md": "See [the first page](../README.md).",
    "ARCHITECTURE.md": "line\n".repeat(301),
    "apps/server/src/gap/store.ts": "",
    "apps/server/src/main.ts": "",
  });
  expect(told(checkDocs(tree)).sort()).toEqual([
    "ARCHITECTURE.md has 301 lines, 300 are the most",
    "README.md:1 names apps/gone.ts, which is not there",
    "README.md:1 names gap/{a,b}/x.ts, which is not there",
    "README.md:2 names docs/b.md, which is not there",
    "README.md:3 names gone.ts, which is not there",
    "README.md:3 names npm script lint, which package.json has not",
  ]);
});
