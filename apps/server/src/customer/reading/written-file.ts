import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Batch, ImportKind, Proposal, RefusedRow } from "./contract.ts";
import { propose } from "./propose.ts";
import { readBatches } from "./read-batches.ts";
import type { Limits } from "./limits.ts";

/** For the tests of this folder: files written for one test file and removed with it. */
export const openFolder = (): { write(name: string, content: string | Buffer): string; remove(): void } => {
  const folder = mkdtempSync(join(tmpdir(), "reading-"));
  return {
    write: (name, content) => {
      const path = join(folder, name);
      writeFileSync(path, content);
      return path;
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
};

export interface ReadWhole {
  proposal: Proposal;
  batches: Batch[];
  accepted: number;
  refused: RefusedRow[];
}

/** Proposes a file and reads all of it by what was proposed. */
export const readWhole = async (input: {
  path: string;
  kind: ImportKind;
  map?: Record<string, string>;
  timezone?: string;
  batchSize?: number;
  limits?: Partial<Limits>;
}): Promise<ReadWhole> => {
  const { batchSize, ...rest } = input;
  const proposal = await propose({ ...rest, name: "test file" });
  const batches: Batch[] = [];
  const limits = input.limits ?? {};
  for await (const batch of readBatches({
    path: input.path,
    plan: proposal.plan,
    limits,
    ...(batchSize === undefined ? {} : { batchSize }),
  }))
    batches.push(batch);
  return {
    proposal,
    batches,
    accepted: batches.reduce((sum, batch) => sum + batch.length, 0),
    refused: batches.flatMap((batch) => batch.refused),
  };
};
