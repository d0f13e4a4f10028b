import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { createGunzip } from "node:zlib";
import { type Evidence, type Link, NOTHING_APPLIED } from "../../platform/events/contract.ts";
import type { ApplyOne } from "../../platform/events/applier.ts";

const BATCH = 4096;

/** Makes names stand for whom they are said to, and keeps the evidence where some came along. Runs in the owner thread. */
export const applyLinks: ApplyOne = async ({ apply, record, payload, file }) => {
  const world = String(record.header.settings["world"]);
  if (payload !== null) await apply.link(world, JSON.parse(payload.toString()) as Link[]); // written by tell-links.ts, as are the lines below
  if (file === null) return NOTHING_APPLIED;
  const lines = createInterface({ input: createReadStream(file).pipe(createGunzip()), crlfDelay: Infinity })[Symbol.asyncIterator]();
  const first = await lines.next();
  await apply.link(world, JSON.parse(first.done === true ? "[]" : first.value) as Link[]);
  await apply.evidence(world, batches({ [Symbol.asyncIterator]: () => lines }));
  return NOTHING_APPLIED;
};

type Line = [string, string, string, string, number, string, number, boolean];

async function* batches(lines: AsyncIterable<string>): AsyncGenerator<Evidence[]> {
  let batch: Evidence[] = [];
  for await (const line of lines) {
    const [aSource, a, bSource, b, bits, reasons, group, open] = JSON.parse(line) as Line;
    batch.push({ a: { source: aSource, told: a }, b: { source: bSource, told: b }, bits, reasons, group, open });
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
