import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { program } from "./program.ts";

const STOP_MS = 60_000;

export interface Ready {
  readonly url: string;
  readonly setupUrl: string | null;
}
/** The product as a child process that may be killed at any moment, also before it is ready. */
export interface ServerChild {
  readonly pid: number;
  readonly ready: Promise<Ready>;
  /** Resolves when the process has ended, however that came about. */
  readonly ended: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
  alive(): boolean;
  /** What it wrote to standard error, the end of it. */
  said(): string;
  /** Resident memory in MB, now and the most there was. Linux only; null elsewhere. */
  memory(): { readonly now: number; readonly peak: number } | null;
  /** Processor time it has used. Linux only; 0 elsewhere. */
  processorMs(): number;
  kill(): Promise<void>;
  send(signal: "SIGUSR2" | "SIGTERM"): void;
  /** Asks it to end; kills it when it does not. Resolves with its exit code. */
  stop(): Promise<number | null>;
}

const living = new Set<ChildProcess>();
const folders = new Set<string>();

/** Starts the product on a data directory, with settings on top of the environment. */
export function startChild(options: {
  dataDir: string;
  settings?: Readonly<Record<string, string>>;
  webDir?: string;
  nodeArguments?: readonly string[];
}): ServerChild {
  cleanUpAtTheEnd();
  const args = [...(options.nodeArguments ?? []), program, options.dataDir, options.webDir ?? ""];
  const child = spawn(process.execPath, args, {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, COUNTERSEAT_LOG_LEVEL: "error", COUNTERSEAT_PORT: "0", ...options.settings },
  });
  living.add(child);
  let said = "";
  child.stderr.on("data", (part: Buffer) => (said = (said + part.toString()).slice(-20_000)));
  let running = true;
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) =>
    child.once("exit", (code, signal) => {
      running = false;
      living.delete(child);
      resolve({ code, signal });
    }),
  );
  const ready = firstLine(child, () => said);
  ready.catch(() => undefined); // whoever kills it before it is ready does not wait for this
  const kill = async () => {
    child.kill("SIGKILL");
    await ended;
  };
  return {
    pid: child.pid ?? 0,
    ready,
    ended,
    alive: () => running,
    said: () => said,
    memory: () => memoryOf(child.pid ?? 0),
    processorMs: () => processorOf(child.pid ?? 0),
    kill,
    send: (signal) => void child.kill(signal),
    async stop() {
      child.kill("SIGTERM");
      const late = setTimeout(() => child.kill("SIGKILL"), STOP_MS);
      const { code } = await ended;
      clearTimeout(late);
      return code;
    },
  };
}

/** A folder that is gone when the trial is over. In memory where asked for and possible: then waiting for a disk hides nothing. */
export function freshFolder(name: string, where: "memory" | "disk" = "disk"): string {
  cleanUpAtTheEnd();
  const parent = where === "memory" && existsSync("/dev/shm") ? "/dev/shm" : tmpdir();
  const folder = mkdtempSync(join(parent, `counterseat-${name}-`));
  folders.add(folder);
  return folder;
}

export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  folders.delete(folder);
}

function firstLine(child: ChildProcess, said: () => string): Promise<Ready> {
  return new Promise((resolve, reject) => {
    if (child.stdout === null) throw new Error("the child has no output");
    createInterface({ input: child.stdout }).once("line", (line) => resolve(JSON.parse(line) as Ready)); // written by serve-child.ts
    child.once("error", reject);
    child.once("exit", (code, signal) => reject(new Error(`the server ended with ${signal ?? code} before it was ready:\n${said()}`)));
  });
}

function memoryOf(pid: number): { now: number; peak: number } | null {
  const path = `/proc/${pid}/status`;
  if (!existsSync(path)) return null;
  const status = readFileSync(path, "utf8");
  const mb = (key: string) => Math.round(Number(new RegExp(`${key}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) / 1024);
  return { now: mb("VmRSS"), peak: mb("VmHWM") };
}

const TICK_MS = 10; // of the kernel's clock, as good as everywhere
function processorOf(pid: number): number {
  const path = `/proc/${pid}/stat`;
  if (!existsSync(path)) return 0;
  const fields = readFileSync(path, "utf8").split(") ")[1]?.split(" ") ?? [];
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}

let watching = false;
/** Children and folders do not outlive the trial, also when it fails or is interrupted. */
function cleanUpAtTheEnd(): void {
  if (watching) return;
  watching = true;
  process.once("exit", () => {
    for (const child of living) child.kill("SIGKILL");
    for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => process.exit(130));
}
