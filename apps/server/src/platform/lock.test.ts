import { fork } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import { CounterseatError } from "./errors.ts";
import { takeLock } from "./lock.ts";

const root = mkdtempSync(join(tmpdir(), "counterseat-lock-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));
let dirs = 0;
const freshDir = () => join(root, String(++dirs));

test("is refused while another process holds it, and taken over once that one was killed", async () => {
  const dataDir = freshDir();
  const child = fork(fileURLToPath(new URL("./records/lock-child.ts", import.meta.url)), [dataDir], {
    execArgv: ["--conditions=source", "--import", "tsx"],
  });
  try {
    expect(await new Promise((resolve) => child.once("message", resolve))).toBe("held");
    const refusal = (() => {
      try {
        return takeLock(dataDir);
      } catch (error) {
        return error;
      }
    })();
    expect(refusal).toBeInstanceOf(CounterseatError);
    expect(refusal).toMatchObject({ code: "conflict", message: `Process ${child.pid} is using ${dataDir}.` });
    const ended = new Promise((resolve) => child.once("exit", (_code, signal) => resolve(signal)));
    child.kill("SIGKILL");
    expect(await ended).toBe("SIGKILL");
  } finally {
    child.kill("SIGKILL");
  }
  expect(existsSync(join(dataDir, "lock"))).toBe(true); // it had no chance to release it
  const mine = takeLock(dataDir);
  expect(() => takeLock(dataDir)).toThrow("is using");
  mine.release();
  takeLock(dataDir).release();
});

test("is taken over from a process that had this one's number, as in a container that was started again", () => {
  const dataDir = freshDir();
  const mine = takeLock(dataDir);
  const path = join(dataDir, "lock");
  const left = JSON.parse(readFileSync(path, "utf8")) as object;
  mine.release();
  writeFileSync(path, JSON.stringify({ ...left, started: "1" })); // the same pid and host, another start
  takeLock(dataDir).release();
});
