import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";

const ROOT = join(import.meta.dirname, "../../..");
const event = (name: string, day: number) =>
  `<event><string key="concept:name" value="${name}"/><date key="time:timestamp" value="2026-01-0${day}T00:00:00Z"/></event>`;
const LOG = `<log><trace><string key="concept:name" value="1"/>${event("asks", 1)}${event("answered", 3)}</trace></log>`;

test("the five lines of the README mine a log, copied as they stand", () => {
  const [, lines = ""] = /```js\n([^]*?)```/.exec(readFileSync(join(ROOT, "packages/journey/README.md"), "utf8")) ?? [];
  expect(lines.trim().split("\n").length).toBe(5);
  const folder = mkdtempSync(join(ROOT, "packages/journey/test/stranger-")); // inside the project, where the package is found by its name
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, "log.xes"), LOG);
  writeFileSync(join(folder, "mine.mjs"), lines);
  const said = execFileSync(process.execPath, ["--conditions=source", "--import", "tsx", "mine.mjs"], { cwd: folder, encoding: "utf8" });
  expect(said).toMatch(/events: 2,\s+cases: 1/);
  expect(said).toMatch(/median: 172800/);
});
