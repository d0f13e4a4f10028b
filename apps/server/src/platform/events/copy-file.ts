import type { Storage } from "../storage.ts";

const PIECE = 4 * 1024 * 1024;

/** Copies a range of a file into a new one, synced. `seen` gets every piece, to work out a checksum on the way. */
export async function copyRange(
  storage: Storage,
  range: {
    readonly from: string;
    readonly at: number;
    readonly bytes: number;
    readonly to: string;
    readonly seen?: (piece: Uint8Array) => void;
  },
): Promise<void> {
  const source = await storage.open(range.from, "r");
  try {
    const target = await storage.open(range.to, "w");
    try {
      const piece = Buffer.allocUnsafe(Math.max(1, Math.min(PIECE, range.bytes)));
      for (let done = 0; done < range.bytes;) {
        const wanted = piece.subarray(0, Math.min(piece.length, range.bytes - done));
        const read = await source.read(wanted, range.at + done);
        if (read < wanted.length) throw new Error("a file of the event side became shorter while it was copied");
        range.seen?.(wanted);
        await target.write(wanted);
        done += read;
      }
      await target.sync();
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}

/** A second name for a file that never changes again; a copy where the other directory is on another disk. */
export async function linkOrCopy(storage: Storage, from: string, to: string): Promise<void> {
  try {
    await storage.link(from, to);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : null;
    if (code === "EXDEV" || code === "EPERM" || code === "ENOTSUP" || code === "EMLINK") await storage.copy(from, to);
    else throw error;
  }
}
