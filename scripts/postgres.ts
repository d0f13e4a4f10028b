import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { chownSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { findPostgres } from "./install-postgres.ts";

export interface TemporaryPostgres {
  /** Of its own database `postgres`, as a user who may make others. */
  readonly url: string;
  /** Stops the server and removes everything. May be called twice. */
  stop(): Promise<void>;
}

/**
 * A PostgreSQL server of our own for as long as it is wanted, in a temporary folder, reached on a free loopback port. As
 * root it runs as the user `postgres`, since PostgreSQL refuses root.
 * @param settings server settings, for example `fsync=on` for a measurement; unsafe and quick without
 */
export async function startPostgres(settings: readonly string[] = ["fsync=off", "synchronous_commit=off"]): Promise<TemporaryPostgres> {
  const programs = findPostgres();
  if (programs === null) throw new Error("there is no PostgreSQL on this machine");
  const asRoot = process.getuid?.() === 0;
  const dir = mkdtempSync(join(tmpdir(), "counterseat-postgres-"));
  if (asRoot) chownSync(dir, userId("-u"), userId("-g"));
  const command = (program: string, args: readonly string[]): [string, string[]] =>
    asRoot ? ["runuser", ["-u", "postgres", "--", join(programs, program), ...args]] : [join(programs, program), [...args]];
  const data = join(dir, "data");
  try {
    const made = spawnSync(
      ...command("initdb", ["-D", data, "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"]),
      {
        encoding: "utf8",
        cwd: dir,
      },
    );
    if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr}`);
    const port = await freePort();
    const options = [`port=${port}`, "listen_addresses=127.0.0.1", `unix_socket_directories=${dir}`, "max_connections=200", ...settings];
    const child = spawn(...command("postgres", ["-D", data, ...options.flatMap((one) => ["-c", one])]), {
      cwd: dir,
      stdio: ["ignore", "ignore", "pipe"],
    });
    let said = "";
    child.stderr.on("data", (part: Buffer) => (said = (said + part.toString()).slice(-4000)));
    const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
    let stopping: Promise<void> | null = null;
    const stop = () => (stopping ??= end(child, data, () => rmSync(dir, { recursive: true, force: true })));
    // Also when the run itself is ended from outside.
    process.once("exit", () => {
      signal(data, "SIGQUIT");
      rmSync(dir, { recursive: true, force: true });
    });
    for (const deadline = Date.now() + 60_000; ; await setTimeout(100)) {
      if (spawnSync(join(programs, "pg_isready"), ["-q", "-h", "127.0.0.1", "-p", String(port)]).status === 0) break;
      if (child.exitCode !== null || Date.now() > deadline) {
        await stop();
        throw new Error(`PostgreSQL did not start: ${said}`);
      }
    }
    return { url, stop };
  } catch (error) {
    rmSync(dir, { recursive: true, force: true });
    throw error;
  }
}

async function end(child: ChildProcess, data: string, remove: () => void): Promise<void> {
  const ended = child.exitCode === null && child.signalCode === null ? new Promise((resolve) => child.once("exit", resolve)) : null;
  signal(data, "SIGQUIT"); // at once: nothing in it is kept
  await ended;
  remove();
}

/** To the server itself: what was spawned may be `runuser`. */
function signal(data: string, name: NodeJS.Signals): void {
  try {
    process.kill(Number(readFileSync(join(data, "postmaster.pid"), "utf8").split("\n")[0]), name);
  } catch {
    // it has ended
  }
}

function userId(flag: "-u" | "-g"): number {
  return Number(spawnSync("id", [flag, "postgres"], { encoding: "utf8" }).stdout);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no free port");
  return address.port;
}
