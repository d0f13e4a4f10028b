import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { openOperations } from "@counterseat/server";
import { format, resolveConfig } from "prettier";
import { API, PLATFORM_ROUTES } from "../apps/server/src/platform/routes.ts";

const TARGET = fileURLToPath(new URL("../apps/web/src/routes.generated.ts", import.meta.url));

/** Calls of the web that are the platform's own, not a slice's operation. */
const SESSION = { "session.getMe": ["GET", `${API}/me`], "session.setup": ["POST", `${API}/setup`] } as const;

/** The web's table of routes, from the server's table of operations: name → method and path, sorted by name. */
export async function routesText(): Promise<string> {
  for (const [method, path] of Object.values(SESSION)) {
    if (!PLATFORM_ROUTES.some(([m, p]) => m === method && p === path)) throw new Error(`the platform has no route ${method} ${path}`);
  }
  const all: [string, readonly [string, string]][] = [
    ...Object.entries(SESSION),
    ...openOperations.map((op): [string, readonly [string, string]] => [op.name, [op.method, API + op.path]]),
  ];
  const lines = all
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, [method, path]]) => `  ${JSON.stringify(name)}: [${JSON.stringify(method)}, ${JSON.stringify(path)}],`);
  const text = `/** Generated from the server's table of operations: name, method, path. Do not edit: scripts/generate-routes.ts writes it. */\nexport const routes = {\n${lines.join("\n")}\n} as const;\n`;
  return format(text, { ...(await resolveConfig(TARGET)), parser: "typescript" });
}

/** What is wrong with the file as it lies there; null when nothing is. */
export async function staleRoutes(): Promise<string | null> {
  const there = existsSync(TARGET) ? readFileSync(TARGET, "utf8") : "";
  const wanted = await routesText();
  if (there === wanted) return null;
  const have = new Set(there.split("\n"));
  const want = new Set(wanted.split("\n"));
  const changes = [
    ...[...have].filter((line) => !want.has(line)).map((line) => `- ${line}`),
    ...[...want].filter((line) => !have.has(line)).map((line) => `+ ${line}`),
  ];
  return `apps/web/src/routes.generated.ts differs from the server's table of operations\n${changes.length === 0 ? "  (only the order differs)" : changes.join("\n")}`;
}

const started = process.argv[1];
if (started !== undefined && import.meta.url === pathToFileURL(started).href) {
  writeFileSync(TARGET, await routesText());
  console.error("written: apps/web/src/routes.generated.ts");
}
