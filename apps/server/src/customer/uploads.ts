import { createWriteStream } from "node:fs";
import { mkdir, open, readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { UploadId } from "../platform/ids.ts";
import type { IncomingFile } from "../platform/operation.ts";

/** Where an uploaded file lies until it is imported or replaced. */
export function uploadPath(dataDir: string, id: UploadId): string {
  return join(dataDir, "uploads", id);
}

/** Deletes files nobody can import any more: their row is gone, or a crash came between. */
export async function sweepUploads(dataDir: string, known: ReadonlySet<string>): Promise<void> {
  const names = await readdir(join(dataDir, "uploads")).catch((): string[] => []);
  for (const name of names) if (!known.has(name)) await rm(join(dataDir, "uploads", name), { force: true });
}

export async function saveUpload(dataDir: string, id: UploadId, file: IncomingFile): Promise<number> {
  const path = uploadPath(dataDir, id);
  await mkdir(join(dataDir, "uploads"), { recursive: true, mode: 0o700 });
  try {
    await pipeline(file.stream, createWriteStream(path, { mode: 0o600 }));
    await sync(path);
    await sync(join(dataDir, "uploads"));
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
  return (await stat(path)).size;
}

/** An acknowledged upload survives a power cut: the file and its name are synced. */
async function sync(path: string): Promise<void> {
  const handle = await open(path, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
