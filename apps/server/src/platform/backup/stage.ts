import { existsSync, readFileSync, rmSync } from "node:fs";
import { copyFile, link, mkdir, readdir, stat, writeFile } from "node:fs/promises";
import { join, posix } from "node:path";

/** Where a backup collects what it will write: beside the stores, so that files can be linked instead of copied. */
const MAKING = "backup.making";
/** Holds the path of the file that is being written, so that one that was cut off is found and taken away. */
const TARGET = "target";

export interface Stage {
  readonly dir: string;
  clear(): void;
}

/** Begins collecting. What an earlier backup left when it was cut off goes first. */
export async function openStage(dataDir: string, part: string): Promise<Stage> {
  sweepBackup(dataDir);
  const dir = join(dataDir, MAKING);
  await mkdir(dir, { recursive: true, mode: 0o700 });
  await writeFile(join(dir, TARGET), part, { mode: 0o600, flush: true });
  return { dir, clear: () => rmSync(dir, { recursive: true, force: true }) };
}

/** Takes away what a backup that was cut off left lying. For whoever owns the data directory. */
export function sweepBackup(dataDir: string): void {
  const dir = join(dataDir, MAKING);
  if (!existsSync(dir)) return;
  const target = join(dir, TARGET);
  if (existsSync(target)) {
    const part = readFileSync(target, "utf8");
    if (part.endsWith(PART)) rmSync(part, { force: true });
  }
  rmSync(dir, { recursive: true, force: true });
}

/** Ending of a backup that is not whole yet. */
export const PART = ".part";

/** Links every file of a folder into another, or copies it where the file system has no links. Missing folders are empty. */
export async function linkFiles(from: string, to: string): Promise<void> {
  for (const name of await namesIn(from)) {
    await mkdir(to, { recursive: true, mode: 0o700 });
    await link(join(from, name), join(to, name)).catch(async (error: unknown) => {
      if (codeOf(error) === "ENOENT") return; // it went meanwhile: its content is the log's by now
      await copyFile(join(from, name), join(to, name));
    });
  }
}

/** Files under a folder, as paths below it with `/`, in a fixed order. */
export async function filesUnder(dir: string): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await readdir(dir, { withFileTypes: true }).catch(() => [])) {
    if (entry.isFile()) found.push(entry.name);
    else if (entry.isDirectory()) for (const name of await filesUnder(join(dir, entry.name))) found.push(posix.join(entry.name, name));
  }
  return found.sort();
}

async function namesIn(dir: string): Promise<string[]> {
  const names: string[] = [];
  for (const name of await readdir(dir).catch((): string[] => []))
    if ((await stat(join(dir, name)).catch(() => null))?.isFile() === true) names.push(name);
  return names;
}

export function codeOf(error: unknown): string | null {
  return error instanceof Error && "code" in error ? String(error.code) : null;
}
