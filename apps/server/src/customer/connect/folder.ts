import { createHash } from "node:crypto";
import { constants } from "node:fs";
import { type FileHandle, open, readdir, realpath, stat } from "node:fs/promises";
import { join, sep } from "node:path";
import { Readable } from "node:stream";
import { z } from "zod";
import { CounterseatError } from "../../platform/errors.ts";
import { connector, type Found, type Piece, type Reach } from "./connector.ts";

const Settings = z.object({
  path: z.string().trim().max(500).default("").describe("folder below the directory the administrator allows; empty for that itself"),
  names: z.string().trim().min(1).max(200).default("*").describe("which files, as *.csv"),
  quietSeconds: z.coerce
    .number()
    .int()
    .min(0)
    .max(86_400)
    .default(60)
    .describe("a file that changed in the last seconds is still being written"),
});
type Settings = z.output<typeof Settings>;

/** By name: what of each file was kept. */
const FolderCursor = z.record(z.string(), z.object({ sha256: z.string(), size: z.number(), changed: z.number() }));
type FolderCursor = z.infer<typeof FolderCursor>;
type Seen = FolderCursor[string];

const MOST_FILES = 10_000;
/** Names programs give to what they have not finished writing. */
const UNFINISHED = /^\.|~$|\.(?:part|partial|tmp|temp|filepart|crdownload|download|swp)$/i;

/** Files that somebody, or a program, lays into a folder of this server. */
export const folder = connector({
  id: "folder",
  settings: Settings,

  async test(reach, settings): Promise<Found> {
    const dir = await placeOf(reach, settings);
    const { files, left } = await filesIn(reach, settings, dir);
    const rows = files.slice(0, 5).map(({ name, size, changed }) => [name, String(size), new Date(changed).toISOString()]);
    const note = `${files.length} files would be read; ${left} are still being written, are links, or have another name.`;
    return { columns: ["file", "bytes", "changed"], rows, note };
  },

  async *read(reach, settings, cursor): AsyncGenerator<Piece> {
    const dir = await placeOf(reach, settings);
    const known: FolderCursor = { ...FolderCursor.safeParse(cursor).data };
    const { files } = await filesIn(reach, settings, dir);
    const contents = new Set(Object.values(known).map(({ sha256 }) => sha256));
    for (const file of files) {
      const before = known[file.name];
      if (before !== undefined && before.size === file.size && before.changed === file.changed) continue;
      const handle = await openInside(dir, file.name);
      if (handle === null) continue;
      try {
        yield pieceOf(handle, file, { known, contents });
      } finally {
        await handle.close().catch(() => undefined); // its stream may have closed it
      }
    }
  },
});

interface File {
  readonly name: string;
  readonly size: number;
  readonly changed: number;
}

function pieceOf(handle: FileHandle, file: File, { known, contents }: { known: FolderCursor; contents: Set<string> }): Piece {
  const before = known[file.name];
  const hash = createHash("sha256");
  let size = 0;
  let still = false;
  let brought: string | null = null; // the hash of a content that was new with this file
  async function* bytes(): AsyncGenerator<Buffer> {
    for await (const part of handle.createReadStream({ autoClose: false })) {
      const chunk = part as Buffer; // no encoding is set
      hash.update(chunk);
      size += chunk.length;
      yield chunk;
    }
    const after = await handle.stat();
    still = after.size === size && after.mtimeMs === file.changed;
  }
  return {
    name: file.name,
    bytes: Readable.from(bytes(), { objectMode: false }),
    leave() {
      if (brought !== null) contents.delete(brought);
      if (before === undefined) delete known[file.name];
      else known[file.name] = before;
    },
    end() {
      if (!still) return { cursor: { ...known }, keep: false }; // somebody wrote into it meanwhile: the next run reads it
      const seen: Seen = { sha256: hash.digest("hex"), size, changed: file.changed };
      // Else the same content under this or another name was kept before, or earlier in this run.
      const fresh = !contents.has(seen.sha256);
      if (fresh) brought = seen.sha256;
      contents.add(seen.sha256);
      known[file.name] = seen;
      return { cursor: { ...known }, keep: fresh && size > 0 };
    },
  };
}

/** The folder, with every link on the way followed: it must lie in the directory that is allowed. */
async function placeOf(reach: Reach, { path }: Settings): Promise<string> {
  if (reach.importDir === null)
    throw new CounterseatError("invalid", "No folder of this server may be read.", {
      fix: "Who runs this server names one in COUNTERSEAT_IMPORT_DIR.",
    });
  const root = await realpath(reach.importDir).catch(() => null);
  if (root === null)
    throw new CounterseatError("invalid", "The directory named in COUNTERSEAT_IMPORT_DIR is not there.", {
      fix: "Make it, or correct the setting.",
    });
  const dir = await realpath(join(root, path)).catch(() => null);
  const inside = dir !== null && (dir === root || dir.startsWith(root + sep));
  // One answer for what is outside and what is not there: nobody finds out what lies elsewhere.
  if (!inside || !(await stat(dir)).isDirectory())
    throw new CounterseatError("invalid", `There is no folder ${path} in the directory that may be read.`, {
      fix: "Give its path below COUNTERSEAT_IMPORT_DIR, without links that lead out of it.",
    });
  return dir;
}

/** In the order of their names; `left`: how many others there are. */
async function filesIn(reach: Reach, { names, quietSeconds }: Settings, dir: string): Promise<{ files: File[]; left: number }> {
  const entries = await readdir(dir, { withFileTypes: true });
  if (entries.length > MOST_FILES)
    throw new CounterseatError("limit", `The folder holds more than ${MOST_FILES} files.`, { fix: "Move those that were read elsewhere." });
  const files: File[] = [];
  for (const entry of entries) {
    if (!entry.isFile() || UNFINISHED.test(entry.name) || !fits(entry.name, names)) continue;
    const found = await stat(join(dir, entry.name)).catch(() => null);
    if (found === null || reach.clock() - found.mtimeMs < quietSeconds * 1000) continue;
    files.push({ name: entry.name, size: found.size, changed: found.mtimeMs });
  }
  files.sort((a, b) => (a.name < b.name ? -1 : 1));
  return { files, left: entries.filter((entry) => !entry.isDirectory()).length - files.length };
}

/** Opened without following a link, and held against where it lies: what was swapped for a link in between is not read. */
async function openInside(dir: string, name: string): Promise<FileHandle | null> {
  const path = join(dir, name);
  const handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK).catch(() => null);
  if (handle === null) return null;
  const [opened, there, real] = await Promise.all([handle.stat(), stat(path).catch(() => null), realpath(path).catch(() => null)]);
  if (opened.isFile() && real === path && there?.ino === opened.ino && there.dev === opened.dev) return handle;
  await handle.close();
  return null;
}

/** `*` stands for any signs, `?` for one. */
function fits(name: string, pattern: string): boolean {
  let [n, p, star, resume] = [0, 0, -1, 0];
  while (n < name.length) {
    if (pattern[p] === "*") [star, resume, p] = [p, n, p + 1];
    else if (p < pattern.length && (pattern[p] === "?" || pattern[p] === name[n])) [n, p] = [n + 1, p + 1];
    else if (star >= 0) [p, n, resume] = [star + 1, resume + 1, resume + 1];
    else return false;
  }
  while (pattern[p] === "*") p += 1;
  return p === pattern.length;
}
