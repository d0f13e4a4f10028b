import { fsyncSync } from "node:fs";
import { PGlite, type PGliteOptions } from "@electric-sql/pglite";
import { NodeFS } from "@electric-sql/pglite/nodefs";

/**
 * PGlite's Node file system has no fsync and its start parameters switch fsync off. This subclass gives Emscripten's
 * NODEFS a real fsync, so that a committed row survives a power cut. It leans on internals: `pglite.test.ts` counts the
 * syncs and fails when an upgrade takes the hook away.
 */
export class SyncedNodeFS extends NodeFS {
  syncs = 0;
  override async init(...args: Parameters<NodeFS["init"]>): ReturnType<NodeFS["init"]> {
    const result = await super.init(...args);
    const options = result.emscriptenOpts;
    options.preRun = [
      ...(Array.isArray(options.preRun) ? options.preRun : []),
      (mod: object) => {
        if (!("NODEFS" in mod)) throw new Error("PGlite no longer exposes NODEFS: commits would not be synced to disk.");
        const nodefs = mod.NODEFS as { stream_ops: Record<string, unknown> }; // Emscripten's own object, untyped upstream
        nodefs.stream_ops["fsync"] = (stream: { nfd: number }) => {
          this.syncs += 1;
          fsyncSync(stream.nfd);
          return 0;
        };
      },
    ];
    return result;
  }
}

const SYNCED_START = [...PGlite.defaultStartParams.filter((p) => p !== "-F"), "-c", "wal_sync_method=fsync"];

export async function openPGlite(dir: string, seed: Blob | null): Promise<{ client: PGlite; fs: SyncedNodeFS }> {
  const fs = new SyncedNodeFS(dir);
  const options: PGliteOptions = { fs, startParams: SYNCED_START, ...(seed === null ? {} : { loadDataDir: seed }) };
  return { client: await PGlite.create(options), fs };
}
