import { init, parse } from "es-module-lexer";
import { codeOnly } from "./program-text.ts";
import { lineOf } from "./source-files.ts";

export interface Import {
  readonly specifier: string;
  readonly line: number;
  /** Erased by the compiler: `import type`, `export type … from`. */
  readonly typeOnly: boolean;
  /** `import("…")` and `import.meta.resolve("…")`: reached while running, so they close no circle at loading. */
  readonly dynamic: boolean;
}

await init;

/**
 * Imports of a module. es-module-lexer reads TypeScript whose types can be erased, but no JSX: of a .tsx file it is given
 * the imports at the top, which is where such a file has to have them.
 * @throws when the text cannot be read as a module
 */
export function readImports(text: string, jsx: boolean): Import[] {
  const code = codeOnly(text);
  const [found] = parse(jsx ? text.slice(0, endOfImports(code)) : text);
  const imports = found.flatMap((one): Import[] => {
    if (one.type !== "static" && one.type !== "reexport-star") return [];
    return [{ specifier: one.specifier, line: lineOf(text, one.importStart), typeOnly: one.typeOnly, dynamic: false }];
  });
  for (const match of code.matchAll(/\bimport(?:\.meta\.resolve)?\(\s*["'`]/g)) {
    const start = match.index + match[0].length;
    const specifier = /^[^"'`$]*/.exec(text.slice(start))?.[0] ?? "";
    // `import("x").Y` names a type.
    const typeOnly = /^["'`]\)\s*\.\s*[A-Z]/.test(text.slice(start + specifier.length));
    imports.push({ specifier, line: lineOf(text, match.index), typeOnly, dynamic: true });
  }
  return imports;
}

/** Where the last statement that begins with `import`, or re-exports with `export … from`, ends. */
function endOfImports(code: string): number {
  let end = 0;
  for (const match of code.matchAll(/^(?:import\b(?!\()[^;]*;|export\s+(?:type\s+)?(?:\*|\{[^}]*\})\s*from\b[^;]*;)/gm))
    end = match.index + match[0].length;
  return end;
}
