import { createHash } from "node:crypto";
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freshDir, startTestServer } from "../../test-server.ts";
import { listenOnSocket } from "../http.ts";
import { openPGlite } from "../records/pglite.ts";
import { examine } from "./examine.ts";
import type { Finding } from "./finding.ts";
import { lookAtDataDir } from "./look-at-data-dir.ts";
import { lookAtEvents } from "./look-at-events.ts";
import { lookAtClock, lookAtMemory, lookAtNode } from "./look-at-machine.ts";
import { lookAtRecords } from "./look-at-records.ts";
import { lookAtAddress } from "./look-at-settings.ts";
import { lookAtBackup } from "./look-at-trail.ts";

const dirs: string[] = [];
afterAll(() => {
  for (const dir of dirs) rmSync(dir, { recursive: true, force: true });
});

/** An installation that was used and stopped, made once; every case breaks a copy of its own. */
let used = "";
beforeAll(async () => {
  used = freshDir();
  dirs.push(used);
  const server = await startTestServer({ dataDir: used });
  for (const name of ["first", "second"]) {
    const text = `case,activity,time\n${name},Order,2026-01-02T08:00:00Z\n`;
    const map = { case: "case", activity: "activity", time: "time" };
    await server.importFile({ name: `${name}.csv`, text, as: "events", source: name, map });
  }
  await server.close();
});
/** @param parts of the data directory; all of it when none is named */
function copyOfUsed(...parts: string[]): string {
  const dir = freshDir();
  dirs.push(dir);
  for (const part of parts) copyTree(join(used, part), join(dir, part));
  if (parts.length === 0) copyTree(used, dir);
  return dir;
}
function copyTree(from: string, to: string): void {
  mkdirSync(to, { recursive: true, mode: 0o700 });
  for (const name of readdirSync(from)) {
    const path = join(from, name);
    const info = statSync(path);
    if (info.isDirectory()) copyTree(path, join(to, name));
    else if (info.isFile()) writeFileSync(join(to, name), readFileSync(path), { mode: 0o600 });
  }
}

const at = Date.now();
const find = (dataDir: string, env: Record<string, string> = {}) => examine({ env, dataDir, now: at });
const unwell = (findings: readonly Finding[]) =>
  findings.filter((one) => one.state !== "well" && one.check !== "memory").map((one) => `${one.state} ${one.check}: ${one.words}`);
const of = (findings: readonly Finding[], check: string) => findings.find((one) => one.check === check)?.words;

function sumOf(dir: string): string {
  const hash = createHash("sha256");
  const visit = (path: string) => {
    for (const name of readdirSync(path).sort()) {
      const inside = join(path, name);
      const info = statSync(inside);
      hash.update(`${inside} ${info.mode} `);
      if (info.isDirectory()) visit(inside);
      else if (info.isFile()) hash.update(readFileSync(inside));
    }
  };
  visit(dir);
  return hash.digest("hex");
}

const NO_BACKUP = "look backup: No backup was ever made with counterseat backup.";

describe("without a server", () => {
  it("finds nothing wrong where nothing is yet, and makes nothing", async () => {
    const dir = join(freshDir(), "not-made");
    dirs.push(join(dir, ".."));
    expect(unwell(await find(dir))).toEqual([]);
    expect(readdirSync(join(dir, ".."))).toEqual([]);
  });

  it("finds a used installation well but for the backup that was never made, and changes no byte of it", async () => {
    const before = sumOf(used);
    const findings = await find(used);
    expect(unwell(findings)).toEqual([NO_BACKUP]);
    expect(of(findings, "event store")).toMatch(/^It holds \d+ rows and has applied the log up to \d+, its end\.$/);
    expect(of(findings, "kept files")).toBe("All 2 files that the log names are there.");
    expect(of(findings, "audit trail")).toMatch(/^All \d+ rows fit one another\.$/);
    expect(sumOf(used)).toBe(before);
  });

  it("finds a directory others may look into", async () => {
    const dir = copyOfUsed("log");
    chmodSync(dir, 0o755);
    expect(unwell(await lookAtDataDir(dir))).toContain(
      `look data directory: Other users of this machine may look into ${dir} (mode 0755).`,
    );
  });

  it("finds one changed byte in the middle of the log, and a record cut off at its end", async () => {
    const changed = copyOfUsed("log", "events");
    const segment = join(changed, "log", readdirSync(join(changed, "log")).find((name) => name.endsWith(".log")) ?? "");
    const bytes = readFileSync(segment);
    writeFileSync(segment, Buffer.concat([bytes, bytes.subarray(0, 40)]));
    expect(unwell(await lookAtEvents(changed)).find((line) => line.includes("ingest log"))).toMatch(
      /^look .* 40 bytes of a record that was cut off/,
    );
    bytes[30] = (bytes[30] ?? 0) ^ 1;
    writeFileSync(segment, bytes);
    expect(unwell(await lookAtEvents(changed)).join("\n")).toMatch(
      /broken event store: It has applied record \d+, but the log ends at \d+/,
    );
  });

  it("finds a file of the log that is gone", async () => {
    const dir = copyOfUsed("log", "events");
    const files = join(dir, "log", "files");
    rmSync(join(files, readdirSync(files)[0] ?? ""));
    expect(unwell(await lookAtEvents(dir))).toContain("broken kept files: 1 of 2 files that the log names are not there.");
  });

  it("finds an event store that is gone or is none, which the log can build again", async () => {
    const dir = copyOfUsed("log", "events");
    const store = join(dir, "events", "events.duckdb");
    rmSync(store);
    expect(unwell(await lookAtEvents(dir))).toContain("look event store: The event store is missing or does not open.");
    writeFileSync(store, "no database");
    expect(unwell(await lookAtEvents(dir))).toContain("look event store: The event store is missing or does not open.");
  });

  it("finds a segment that is missing: the log no longer reaches back", async () => {
    const dir = copyOfUsed("log", "events");
    const log = join(dir, "log");
    for (const name of readdirSync(log)) if (name.endsWith(".log")) rmSync(join(log, name));
    expect(unwell(await lookAtEvents(dir)).join("\n")).toMatch(/broken event store: It has applied record \d+, but the log ends at 0/);
  });

  it("finds a row of the audit trail that somebody changed in the database itself", async () => {
    const dir = copyOfUsed("records");
    await change(dir, "ALTER TABLE audit_entry DISABLE TRIGGER ALL; UPDATE audit_entry SET subject = 'other' WHERE seq = 2;");
    expect(unwell(await lookAtRecords({ dataDir: dir, databaseUrl: null, now: at })).join("\n")).toMatch(
      /broken audit trail: Row 2 does not fit the one before it/,
    );
  });

  it("finds a schema that a newer version wrote, and one that waits to be brought forward", async () => {
    const dir = copyOfUsed("records");
    await change(dir, "INSERT INTO drizzle.__drizzle_migrations (hash, created_at) VALUES ('of tomorrow', 9999999999999);");
    expect(unwell(await lookAtRecords({ dataDir: dir, databaseUrl: null, now: at }))).toContain(
      "broken records: A newer version wrote the record store (1 changes of it are not known here).",
    );
    await change(dir, "DELETE FROM drizzle.__drizzle_migrations WHERE id > 1;");
    expect(unwell(await lookAtRecords({ dataDir: dir, databaseUrl: null, now: at })).join("\n")).toMatch(
      /look records: \d+ changes of the schema wait\./,
    );
  });

  it("finds records that do not open", async () => {
    const dir = copyOfUsed("records");
    rmSync(join(dir, "records", "global"), { recursive: true });
    expect(unwell(await lookAtRecords({ dataDir: dir, databaseUrl: null, now: at }))).toContain(
      "broken records: The record store does not open.",
    );
  });

  it("finds a restore that was cut off, and a directory whose records are elsewhere", async () => {
    const dir = copyOfUsed("log");
    mkdirSync(join(dir, "restoring"));
    expect(unwell(await lookAtDataDir(dir))).toEqual([`look restore: A restore into ${dir} is under way, or was cut off.`]);
    writeFileSync(join(dir, "installation"), "id\n");
    const records = await lookAtRecords({ dataDir: dir, databaseUrl: null, now: at });
    expect(unwell(records)).toEqual(["broken records: The records of this data directory lie in a PostgreSQL, or were taken away."]);
  });

  it("finds a database that cannot be reached, without repeating its password", async () => {
    const findings = await lookAtRecords({ dataDir: used, databaseUrl: "postgres://seat:secret@127.0.0.1:1/seat", now: at });
    expect(unwell(findings)).toEqual(["broken database: The database of DATABASE_URL cannot be used (ECONNREFUSED)."]);
    expect(JSON.stringify(findings)).not.toContain("secret");
  });

  it("finds a setting nobody knows, and stops there", async () => {
    const findings = await find(used, { COUNTERSEAT_PROT: "80" });
    expect(unwell(findings)).toEqual(["broken settings: Unknown setting COUNTERSEAT_PROT."]);
  });
});

async function change(dir: string, sql: string): Promise<void> {
  const { client } = await openPGlite(join(dir, "records"), null);
  await client.exec(sql);
  await client.close();
}

describe("with a server running", () => {
  it("asks it through the socket, and says when another version is installed", async () => {
    const dataDir = copyOfUsed();
    const server = await startTestServer({ dataDir, owner: false });
    const socket = await listenOnSocket(server.http, dataDir);
    try {
      const findings = await find(dataDir);
      expect(unwell(findings)).toEqual([
        expect.stringMatching(/^look server: Version test runs, version [\d.]+ is installed\.$/),
        NO_BACKUP,
      ]);
      expect(of(findings, "lock")).toBe(`Process ${process.pid} uses it now.`);
      expect(of(findings, "server: records")).toBe("Answers, migrated.");
      expect(of(findings, "server: backlog")).toBe("0 records wait to be applied.");
      expect(of(findings, "audit trail")).toMatch(/^All \d+ rows/);
    } finally {
      await new Promise((resolve) => socket.close(resolve));
      await server.close();
    }
  });

  it("says so when it holds the directory and does not answer", async () => {
    const dataDir = copyOfUsed();
    const server = await startTestServer({ dataDir, owner: false });
    try {
      expect(unwell(await find(dataDir)).join("\n")).toContain("The stores were not looked at.");
      writeFileSync(join(dataDir, "socket"), "");
      expect(unwell(await find(dataDir))).toContain(
        "broken server: A server holds the data directory but does not answer through its socket.",
      );
    } finally {
      await server.close();
    }
  });
});

describe("the machine", () => {
  it("needs a Node.js that is new enough", () => {
    expect(["18.20.0", "20.18.9", "20.19.0", "22.0.0", "9.99.0"].map((version) => lookAtNode(version).state)).toEqual([
      "broken",
      "broken",
      "well",
      "well",
      "broken",
    ]);
  });
  it("needs memory", () => {
    expect([512, 1024, 2048].map((mb) => lookAtMemory(mb * 1024 ** 2).state)).toEqual(["broken", "look", "well"]);
  });
  it("needs a clock that was set, and that did not go back", () => {
    const dir = freshDir();
    dirs.push(dir);
    expect(lookAtClock(dir, 0).state).toBe("broken");
    writeFileSync(join(dir, "lock"), "");
    expect(lookAtClock(dir).state).toBe("well");
    const tomorrow = Date.now() / 1000 + 86_400;
    utimesSync(join(dir, "lock"), tomorrow, tomorrow);
    expect(lookAtClock(dir).state).toBe("look");
  });
});

it.each([
  ["127.0.0.1", null, "well"],
  ["localhost", null, "well"],
  ["::1", null, "well"],
  ["0.0.0.0", null, "look"],
  ["::", null, "look"],
  ["10.0.0.5", null, "look"],
  ["0.0.0.0", "https://seat.example.org", "well"],
  ["127.0.0.1", "http://seat.example.org", "look"],
  ["127.0.0.1", "http://localhost:4400", "well"],
] as const)("listening on %s and reached at %s is %s", (host, baseUrl, state) => {
  expect(lookAtAddress({ host, port: 4400, baseUrl }).state).toBe(state);
});

it("a backup may be a week old", () => {
  const day = 86_400_000;
  expect([null, at, at - day, at - 7 * day, at - 8 * day].map((made) => lookAtBackup(made, at).state)).toEqual([
    "look",
    "well",
    "well",
    "well",
    "look",
  ]);
});
