import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { checkImports } from "./check-imports.ts";
import { makeTree, told } from "./test-tree.ts";

const SERVER = "apps/server/src";
const check = (files: Readonly<Record<string, string>>) => told(checkImports(makeTree(files)));

describe("the rule of imports", () => {
  it("holds in this repository", () => {
    expect(told(checkImports(join(import.meta.dirname, "..")))).toEqual([]);
  });

  it("lets a good tree pass", () => {
    const files = {
      [`${SERVER}/main.ts`]: 'import { gap } from "./gap/index.ts";\nexport { gap };',
      [`${SERVER}/platform/app.ts`]: "export const app = 1;",
      [`${SERVER}/company/index.ts`]: 'export { app } from "../platform/app.ts";',
      [`${SERVER}/company/words.ts`]: "export type Word = string;",
      [`${SERVER}/customer/index.ts`]: 'export { app } from "../company/index.ts";',
      [`${SERVER}/gap/index.ts`]:
        'import type { Word } from "../company/words.ts";\nimport { app } from "../customer/index.ts";\nexport const gap: Word = String(app);',
      [`${SERVER}/gap/life.test.ts`]: 'import type { Action } from "../accountability/words.ts";\nexport type A = Action;',
      [`${SERVER}/gap/board.test.ts`]: 'import { gap } from "../main.ts";\ngap.trim();',
    };
    expect(check(files)).toEqual([]);
  });

  const broken: readonly [string, Readonly<Record<string, string>>, RegExp][] = [
    [
      "a slice imports another slice",
      { [`${SERVER}/gap/board.ts`]: 'import { a } from "../voice/index.ts";', [`${SERVER}/voice/index.ts`]: "export const a = 1;" },
      /gap may use only company and customer/,
    ],
    [
      "even as a type",
      { [`${SERVER}/gap/board.ts`]: 'import type { A } from "../voice/words.ts";' },
      /gap may use only company and customer/,
    ],
    [
      "customer imports more than company",
      { [`${SERVER}/customer/a.ts`]: 'import { b } from "../journey/index.ts";' },
      /customer may use only company/,
    ],
    [
      "company imports a slice",
      { [`${SERVER}/company/a.ts`]: 'export { b } from "../customer/index.ts";' },
      /company may use no other slice/,
    ],
    [
      "a slice enters company by the window",
      { [`${SERVER}/gap/a.ts`]: 'import { b } from "../company/store.ts";' },
      /entered through its index\.ts or words\.ts/,
    ],
    [
      "the platform imports a slice",
      { [`${SERVER}/platform/a.ts`]: 'const b = await import("../gap/index.ts");' },
      /the platform imports no slice/,
    ],
    [
      "a file beside main.ts imports a slice",
      { [`${SERVER}/other.ts`]: 'import "./gap/index.ts";' },
      /only the composition roots import slices/,
    ],
    [
      "a slice imports the composition root",
      { [`${SERVER}/gap/a.ts`]: 'import { open } from "../main.ts";' },
      /nobody imports the composition root/,
    ],
    [
      "the web imports a value of the server",
      { "apps/web/src/a.tsx": 'import { b } from "@counterseat/server/api";\nexport const A = () => <p>don\'t</p>;' },
      /would reach the browser/,
    ],
    [
      "the web imports more of the server than its API",
      { "apps/web/src/a.ts": 'import type { b } from "@counterseat/server";' },
      /API types only/,
    ],
    [
      "a relative path leaves the workspace",
      { "apps/cli/src/a.ts": 'import { b } from "../../server/src/main.ts";' },
      /out of its own workspace/,
    ],
    ["the server imports the command line", { [`${SERVER}/platform/a.ts`]: 'import "counterseat";' }, /knows neither web nor command line/],
    ["a package imports another", { "packages/stats/src/a.ts": 'import { b } from "@counterseat/journey";' }, /no other package but stats/],
    [
      "a dependency is not declared",
      { "apps/server/package.json": '{ "name": "s" }', [`${SERVER}/platform/a.ts`]: 'import { z } from "zod";' },
      /imports zod, which apps\/server\/package\.json does not declare/,
    ],
    [
      "a declared dependency is not imported",
      { "apps/server/package.json": '{ "name": "s", "dependencies": { "zod": "1" } }', [`${SERVER}/platform/a.ts`]: "export {};" },
      /declares zod, which nothing there imports/,
    ],
    ["the environment is read", { [`${SERVER}/gap/a.ts`]: 'export const a = process.env["A"];' }, /reads process\.env/],
    [
      "two files import each other's values",
      {
        [`${SERVER}/gap/a.ts`]: 'import { b } from "./b.ts";\nexport const a = b;',
        [`${SERVER}/gap/b.ts`]: 'import { a } from "./a.ts";\nexport const b = a;',
      },
      /circle of imports: .*a\.ts → .*b\.ts → .*a\.ts/,
    ],
    ["a file is too long", { [`${SERVER}/gap/a.ts`]: "export {};\n".repeat(401) }, /has 401 lines, 400 are the most/],
    ["a kernel is too long", { "packages/stats/src/a.ts": "export {};\n".repeat(501) }, /has 501 lines, 500 are the most/],
    ["a text is no module", { "apps/web/src/a.ts": 'import { from "x' }, /cannot be read as a module/],
  ];
  it.each(broken)("tells when %s", (_name, files, wanted) => {
    const found = check(files);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(wanted);
  });

  it("does not take words in comments, strings, types and prose for imports or the environment", () => {
    const text = [
      '// import { a } from "../voice/index.ts"; process.env.A',
      "export const a = \"import x from '../voice/index.ts'; process.env.A\";",
      "export const b = `${a} process.env.A`;",
      'export type C = import("../platform/c.ts").C;',
      'export const d = /import\\("x"\\) process.env/;',
    ].join("\n");
    expect(check({ [`${SERVER}/gap/a.ts`]: text, [`${SERVER}/platform/c.ts`]: "export type C = 1;" })).toEqual([]);
  });

  it("sees an import inside a template and after a regular expression", () => {
    const text =
      "export const a = `${await import(\"../voice/a.ts\")}`.replace(/[\"'`]/g, '');\nexport const b = () => import('../voice/b.ts');";
    expect(check({ [`${SERVER}/gap/a.ts`]: text })).toHaveLength(2);
  });

  it("does not call types or dynamic imports a circle", () => {
    const files = {
      [`${SERVER}/gap/a.ts`]: 'import type { B } from "./b.ts";\nexport type A = B;\nexport const load = () => import("./c.ts");',
      [`${SERVER}/gap/b.ts`]: 'import type { A } from "./a.ts";\nexport type B = A;',
      [`${SERVER}/gap/c.ts`]: 'import { load } from "./a.ts";\nexport const c = load;',
    };
    expect(check(files)).toEqual([]);
  });
});
