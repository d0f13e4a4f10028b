import { open } from "node:fs/promises";
import { isWorkbook } from "./open-workbook.ts";
import { openArchive } from "./open-archive.ts";
import type { Limits } from "./limits.ts";
import { ReadingError } from "./reading-error.ts";

/** What a file is wrapped in. A workbook is an archive by its bytes, but one table by what it means. */
export type Container =
  | { readonly kind: "plain" }
  | { readonly kind: "gzip" }
  | { readonly kind: "zip"; readonly members: readonly string[] }
  | { readonly kind: "workbook" };

/** By its first bytes, whatever its name is. @throws ReadingError when it cannot be opened */
export const containerOf = async (path: string, limits: Limits): Promise<Container> => {
  const start = await firstBytes(path);
  if (start.startsWith("1f8b")) return { kind: "gzip" };
  if (start !== "504b0304" && start !== "504b0506") return { kind: "plain" };
  const archive = await openArchive(path, limits);
  archive.close();
  return isWorkbook(archive) ? { kind: "workbook" } : { kind: "zip", members: archive.names };
};

/** The member of an archive that is read: the one said, else the first. */
export const memberOf = (members: readonly string[], said: string | null): string => {
  const found = said ?? members[0];
  if (found !== undefined) return found;
  throw new ReadingError({
    code: "unknown-format",
    message: "The archive holds no file.",
    fix: "Choose an archive that has the table in it.",
  });
};

async function firstBytes(path: string): Promise<string> {
  try {
    const handle = await open(path, "r");
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(4), 0, 4, 0);
      return buffer.toString("hex", 0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch (cause) {
    throw new ReadingError({
      code: "no-such-file",
      message: "The file cannot be opened.",
      fix: "Check the path and that it is a readable file.",
      cause,
    });
  }
}
