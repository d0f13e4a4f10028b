import { closeSync, openSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeOwner } from "../server/first-owner.ts";
import { freshFolder, removeFolder, type ServerChild, startChild } from "../server/start-child.ts";
import { type HostileFile, HOSTILE_FILES } from "./files.ts";
import { bringIn, frontDoor, type FrontDoor } from "./front-door.ts";

/** What one file may cost the process on top of what it holds at rest. */
const MOST_MB = 512;
const ORDINARY = `case_id,activity,timestamp\n${Array.from({ length: 5000 }, (_, i) => `${i},Order,2026-01-01T08:00:00Z\n`).join("")}`;

const folder = freshFolder("hostile");
let server: ServerChild;
let door: FrontDoor;
let rest = 0;

beforeAll(async () => {
  server = startChild({ dataDir: join(folder, "data") });
  const ready = await server.ready;
  door = frontDoor(ready.url, await makeOwner(ready));
  // What the first file loads for good is no cost of a hostile one.
  expect(await bring({ what: "", name: "ordinary.csv", bytes: () => [Buffer.from(ORDINARY)] }, "ordinary")).toMatchObject({
    state: "done",
    accepted: 5000,
  });
  rest = server.memory()?.now ?? 0;
}, 300_000);
afterAll(async () => {
  await server.stop();
  removeFolder(folder);
});

async function bring(file: Pick<HostileFile, "what" | "name" | "bytes">, source: string) {
  const path = join(folder, "file");
  const out = openSync(path, "w");
  for (const piece of file.bytes()) writeSync(out, piece);
  closeSync(out);
  try {
    return await bringIn(door, { path, name: file.name, source, as: "events" });
  } finally {
    rmSync(path);
  }
}

async function rowsOf(source: string): Promise<number> {
  const { body } = await door.ask("GET", "/api/v1/sources?world=own");
  const sources = body["sources"] as readonly { name: string; rows: number }[]; // as described
  return sources.find(({ name }) => name === source)?.rows ?? 0;
}

/** From here on the kernel counts the most memory anew. False where there is no such counter. */
function forgetPeak(): boolean {
  try {
    writeFileSync(`/proc/${server.pid}/clear_refs`, "5");
    return true;
  } catch {
    return false;
  }
}

describe("hostile files through the front door", () => {
  it.each(HOSTILE_FILES.map((file) => [file.what, file] as const))(
    "%s",
    async (_what, file) => {
      const counted = forgetPeak();
      const found = await bring(file, file.name);
      const peak = server.memory()?.peak ?? 0;

      if (file.outcome.kind === "refused") {
        expect(found.state).toMatch(/refused|failed/);
        expect(found.said).toMatch(file.outcome.says);
        expect(await rowsOf(file.name)).toBe(0);
      } else {
        expect(found).toMatchObject({ state: "done", accepted: file.outcome.accepted, refused: file.outcome.refused });
        expect(await rowsOf(file.name)).toBe(file.outcome.accepted);
      }
      if (counted) expect(peak - rest).toBeLessThan(MOST_MB);
      expect(server.alive()).toBe(true);
      expect((await door.ask("GET", "/readyz")).status).toBe(200);
    },
    600_000,
  );

  it("hands refused cells out so that no spreadsheet runs them", async () => {
    const formulas = HOSTILE_FILES.find(({ name }) => name === "formulas.csv");
    if (formulas === undefined) throw new Error("the file of formulas is gone");
    const { id } = await bring({ ...formulas, bytes: () => [...formulas.bytes(), Buffer.from("\n")] }, "formulas again");
    const { text } = await door.ask("GET", `/api/v1/imports/${id}/refused`);
    const cells = text.split(/[\r\n,]+/).map((cell) => cell.replace(/^"/, ""));
    expect(cells.filter((cell) => /^[=+@\t]|^-\D|^-\d+\D/.test(cell))).toEqual([]);
    expect(text).toContain("'=HYPERLINK");
  });

  it("shows what such names held, and nothing of every object has changed", async () => {
    const { body } = await door.ask("GET", "/api/v1/customers?world=own&search=__proto__");
    expect(JSON.stringify(body)).toContain("__proto__");
    expect((await door.ask("GET", "/api/v1/customers/__proto__/timeline?world=own")).status).toBe(200);
    expect((await door.ask("GET", "/api/v1/customers/nobody/timeline?world=own")).status).toBe(404);
  });

  it("reads an ordinary file as before", async () => {
    const changed = ORDINARY.replaceAll(",Order,", ",Pay,");
    expect(await bring({ what: "", name: "after.csv", bytes: () => [Buffer.from(changed)] }, "after")).toMatchObject({
      state: "done",
      accepted: 5000,
    });
    expect(await rowsOf("after")).toBe(5000);
  });
});
