import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { readConfig } from "./config.ts";
import { CounterseatError } from "./errors.ts";

function refusal(env: Record<string, string>): { code: string; message: string; fix: string | undefined } {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof CounterseatError) return { code: error.code, message: error.message, fix: error.fix };
    throw error;
  }
  throw new Error(`${JSON.stringify(env)} was taken`);
}

test("an empty environment gives the defaults", () => {
  expect(readConfig({})).toEqual({
    dataDir: resolve("./data"),
    databaseUrl: null,
    host: "127.0.0.1",
    importDir: null,
    privateHosts: [],
    port: 4400,
    baseUrl: null,
    logLevel: "info",
    maxUploadBytes: 4096 * 1024 * 1024,
    ratePerMinute: 3000,
  });
});

test("an unknown setting stops the start and the fix names the known ones", () => {
  const found = refusal({ COUNTERSEAT_PROT: "4400" });
  expect(found).toMatchObject({ code: "invalid", message: "Unknown setting COUNTERSEAT_PROT." });
  expect(found.fix).toContain("COUNTERSEAT_PORT");
  expect(readConfig({ PROT: "1", PATH: "/bin", HOME: "/" }).port).toBe(4400); // not ours to judge
});

test.each([
  [{ COUNTERSEAT_PORT: "many" }, "PORT"],
  [{ COUNTERSEAT_PORT: "70000" }, "PORT"],
  [{ COUNTERSEAT_LOG_LEVEL: "loud" }, "LOG_LEVEL"],
  [{ COUNTERSEAT_BASE_URL: "not an address" }, "BASE_URL"],
  [{ COUNTERSEAT_MAX_UPLOAD_MB: "-1" }, "MAX_UPLOAD_MB"],
  [{ COUNTERSEAT_DATABASE_URL: "mysql://root@localhost/x" }, "DATABASE_URL"],
  [{ COUNTERSEAT_PORT_FILE: "/no/such/file" }, "PORT_FILE"],
])("a bad value stops the start: %o", (env, name) => {
  expect(refusal(env)).toMatchObject({ code: "invalid", message: expect.stringContaining(name) as string });
});

test("the database's address is taken from the environment or a file, and a refusal of it does not repeat its password", () => {
  const url = "postgres://us:secret@db.example.org:5433/records";
  expect(readConfig({ DATABASE_URL: url }).databaseUrl).toBe(url);
  expect(readConfig({ COUNTERSEAT_DATABASE_URL: "postgresql:///records", DATABASE_URL: url }).databaseUrl).toBe("postgresql:///records");
  const dir = mkdtempSync(join(tmpdir(), "counterseat-config-"));
  try {
    writeFileSync(join(dir, "url"), `${url}\n`);
    expect(readConfig({ DATABASE_URL_FILE: join(dir, "url") }).databaseUrl).toBe(url);
  } finally {
    rmSync(dir, { recursive: true });
  }
  expect(JSON.stringify(refusal({ DATABASE_URL: "mysql://us:secret@db.example.org/records" }))).not.toContain("secret");
});

test("a setting is taken plainly, with the prefix, or from a file; the prefix wins; the command line wins over all", () => {
  const dir = mkdtempSync(join(tmpdir(), "counterseat-config-"));
  try {
    writeFileSync(join(dir, "port"), "4500\n");
    expect(readConfig({ PORT: "4401" }).port).toBe(4401);
    expect(readConfig({ PORT: "4401", COUNTERSEAT_PORT: "4402" }).port).toBe(4402);
    expect(readConfig({ COUNTERSEAT_PORT_FILE: join(dir, "port") }).port).toBe(4500);
    expect(readConfig({ DATA_DIR: "/a" }, { dataDir: dir }).dataDir).toBe(dir);
  } finally {
    rmSync(dir, { recursive: true });
  }
});
