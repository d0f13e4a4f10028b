import { createHash, randomUUID } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdir, open, rename } from "node:fs/promises";
import { join } from "node:path";
import { asc, eq } from "drizzle-orm";
import { z } from "zod";
import { CounterseatError } from "../errors.ts";
import type { Records, Tx } from "../records/contract.ts";
import { erasure, installation, retentionRun } from "../records/tables.ts";

/**
 * The register of erasures as a file: it lies beside backups, so that whoever restores one that is older than an erasure has the people
 * of it forgotten again. It holds tokens only, and the key they were made under is not in it.
 */
const Entry = z.object({
  id: z.uuid(),
  world: z.string(),
  reason: z.enum(["request", "consent", "purpose", "unlawful"]),
  askedBy: z.string(),
  askedAt: z.string(),
  tokens: z.array(z.string()),
});
export type RegisterEntry = z.infer<typeof Entry>;
/** What went because its time was over. It names nobody. */
const RetiredEntry = z.object({
  id: z.uuid(),
  world: z.string(),
  askedBy: z.string(),
  askedAt: z.string(),
  cuts: z.array(z.object({ source: z.string(), before: z.string() })),
});
export type RetiredEntry = z.infer<typeof RetiredEntry>;
const Register = z.object({
  register: z.literal("counterseat-erasures"),
  version: z.literal(1),
  installation: z.string(),
  erasures: z.array(Entry),
  retired: z.array(RetiredEntry).default([]),
});
/** All that a restored backup must not bring back. */
export interface RegisterContent {
  readonly erasures: readonly RegisterEntry[];
  readonly retired: readonly RetiredEntry[];
}

const NAME = /^erasures-[0-9a-f]{16}\.json$/;
/** Where an installation keeps its own copy. */
export const registerFolder = (dataDir: string) => join(dataDir, "backups");

/** Says which installation a register belongs to, and nothing of the key that its tokens were made under. */
function fingerprintOf(installationId: string): string {
  return createHash("sha256").update(`erasures ${installationId}`).digest("hex").slice(0, 16);
}

/** The key of an installation's tokens: its id, which stands in its records and so in every backup of it, however old. */
export async function tokenKey(db: Tx): Promise<string> {
  const row = (await db.select().from(installation).where(eq(installation.key, "installation-id")))[0];
  if (row === undefined) throw new Error("the records have no installation id");
  return row.value;
}

export async function readRegister(db: Tx): Promise<RegisterEntry[]> {
  const rows = await db.select().from(erasure).orderBy(asc(erasure.askedAt), asc(erasure.id));
  return rows.map(({ id, world, reason, askedBy, askedAt, tokens }) => ({
    id,
    world,
    reason,
    askedBy,
    askedAt: askedAt.toISOString(),
    tokens,
  }));
}

export async function readRetired(db: Tx): Promise<RetiredEntry[]> {
  const rows = await db.select().from(retentionRun).orderBy(asc(retentionRun.askedAt), asc(retentionRun.id));
  return rows.map(({ id, world, askedBy, askedAt, cuts }) => ({ id, world, askedBy, askedAt: askedAt.toISOString(), cuts }));
}

/** Writes the register into a folder, beside what other installations have there. */
export async function writeRegister(folder: string, installationId: string, content: RegisterContent): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, `erasures-${fingerprintOf(installationId)}.json`);
  const part = `${path}.${randomUUID().slice(0, 8)}.part`;
  const text = { register: "counterseat-erasures", version: 1, installation: fingerprintOf(installationId), ...content };
  const file = await open(part, "wx", 0o600);
  try {
    await file.writeFile(`${JSON.stringify(text, null, 2)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(part, path);
}

/** What the registers in some folders and files say of one installation, each entry once. Those of others are passed over. */
export function findRegister(
  installationId: string,
  places: { readonly folders: readonly string[]; readonly file: string | null },
): RegisterContent {
  const erasures = new Map<string, RegisterEntry>();
  const retired = new Map<string, RetiredEntry>();
  const mine = fingerprintOf(installationId);
  const take = (path: string, named: boolean) => {
    const register = parse(path);
    if (register.installation === mine) {
      for (const entry of register.erasures) erasures.set(entry.id, entry);
      for (const entry of register.retired) retired.set(entry.id, entry);
    } else if (named)
      throw new CounterseatError("invalid", `${path} is the register of another installation.`, {
        fix: "Name the register of the installation that wrote the backup.",
      });
  };
  for (const folder of places.folders)
    for (const name of existsSync(folder) ? readdirSync(folder) : []) if (NAME.test(name)) take(join(folder, name), false);
  if (places.file !== null) take(places.file, true);
  const inTime = <T extends { askedAt: string }>(entries: Iterable<T>) => [...entries].sort((a, b) => (a.askedAt < b.askedAt ? -1 : 1));
  return { erasures: inTime(erasures.values()), retired: inTime(retired.values()) };
}

/** A register that cannot be read may name anybody: passing it over would bring people back who were forgotten. */
function parse(path: string): z.infer<typeof Register> {
  try {
    return Register.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch {
    throw new CounterseatError("invalid", `${path} is no register of erasures that can be read.`, {
      fix: "Restore that file from a copy, or take it away if it is none.",
    });
  }
}

const FOLDERS = "backup-folders";

/** Folders where somebody put a backup: each gets every later state of the register. */
export async function backupFolders(db: Tx): Promise<string[]> {
  const row = (await db.select().from(installation).where(eq(installation.key, FOLDERS)))[0];
  return row === undefined ? [] : z.array(z.string()).parse(JSON.parse(row.value));
}

export async function rememberBackupFolder(records: Records, folder: string): Promise<void> {
  await records.transaction(async (tx) => {
    const folders = await backupFolders(tx);
    if (folders.includes(folder)) return;
    const value = JSON.stringify([...folders, folder]);
    await tx.insert(installation).values({ key: FOLDERS, value }).onConflictDoUpdate({ target: installation.key, set: { value } });
  });
}

/**
 * Writes the register into the installation's own folder and beside its backups, once there is anything in it. Resolves with the folders
 * it could not reach.
 */
export async function spreadRegister(records: Records, dataDir: string): Promise<string[]> {
  const id = await tokenKey(records.db);
  const content = { erasures: await readRegister(records.db), retired: await readRetired(records.db) };
  if (content.erasures.length + content.retired.length === 0) return [];
  await writeRegister(registerFolder(dataDir), id, content);
  const missed: string[] = [];
  for (const folder of await backupFolders(records.db)) {
    if (!existsSync(folder)) missed.push(folder);
    else await writeRegister(folder, id, content).catch(() => missed.push(folder));
  }
  return missed;
}
