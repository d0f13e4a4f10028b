import { randomBytes } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import type { Evidence, Link } from "../../platform/events/contract.ts";
import { KeyId, newId } from "../../platform/ids.ts";
import type { WorkContext } from "../../platform/operation.ts";
import { logKey } from "../../platform/records/tables.ts";
import type { World } from "../../platform/world.ts";

/** Who tells the event side which names are one customer: no system outside. */
export const IDENTITY_SOURCE = "identity";
/** The kind of log record that carries links, and where there are any the evidence for all of them. */
export const LINK_RECORD = "link";

/** Tells the event side through the log, and waits until every row stands for whom it is said to. Names are personal: they travel encrypted. */
export async function tellLinks(
  ctx: WorkContext,
  { world, links, evidence }: { world: World; links: readonly Link[]; evidence: readonly Evidence[] | null },
): Promise<void> {
  if (links.length === 0 && evidence === null) return;
  const key = { id: newId(KeyId), source: IDENTITY_SOURCE, subject: "", key: new Uint8Array(randomBytes(32)) };
  await ctx.records.transaction((tx) => tx.insert(logKey).values(key));
  const path = evidence === null ? null : await writeFile(ctx.dataDir, key.id, links, evidence);
  const position = await ctx.events.append([
    {
      type: LINK_RECORD,
      source: IDENTITY_SOURCE,
      subject: "",
      messageId: key.id,
      at: ctx.clock(),
      keyId: key.id,
      key: key.key,
      payload: path === null ? Buffer.from(JSON.stringify(links)) : null,
      settings: { world },
      path,
      once: true,
    },
  ]);
  await ctx.events.applied(position);
}

/** One line of links, then evidence a line each: millions of pairs never lie in memory as one text. */
async function writeFile(dataDir: string, name: string, links: readonly Link[], evidence: readonly Evidence[]): Promise<string> {
  const folder = join(dataDir, "uploads"); // what a crash leaves here is swept at the next opening
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, name);
  function* lines() {
    yield `${JSON.stringify(links)}\n`;
    for (const { a, b, bits, reasons, group, open } of evidence)
      yield `${JSON.stringify([a.source, a.told, b.source, b.told, bits, reasons, group, open])}\n`;
  }
  await pipeline(Readable.from(lines()), createGzip({ level: 1 }), createWriteStream(path, { mode: 0o600 }));
  return path;
}
