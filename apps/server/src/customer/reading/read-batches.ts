import { setImmediate } from "node:timers/promises";
import type { Batch, Plan, ReadInput } from "./contract.ts";
import { createConverter, type Converter } from "./convert-rows.ts";
import { limitsFrom } from "./limits.ts";
import { isPositional, openTable, type Table } from "./open-table.ts";
import { csvLayout, csvPositions, headOf } from "./row-layout.ts";

const BATCH_SIZE = 2000;

/**
 * The whole file by its plan, in constant memory: a batch is yielded once it is full of accepted or of refused rows, and the event loop
 * gets a turn before each. Accepted and refused rows together are all rows of the file.
 */
export async function* readBatches(input: ReadInput): AsyncGenerator<Batch> {
  const { path, plan } = input;
  const limits = limitsFrom(input.limits);
  const batchSize = Math.max(1, input.batchSize ?? BATCH_SIZE);
  const table = await openTable({
    path,
    format: plan.format,
    encoding: plan.encoding,
    delimiter: plan.delimiter,
    part: plan.part ?? null,
    limits,
  });
  let converter: Converter | null = null;
  let columnsSeen = 0;
  const head = isPositional(plan.format) ? headOf(plan) : { above: 0, lines: 0 as const };
  const top: string[][] = [];

  for await (const { rows, faults } of table.chunks) {
    if (rows.length === 0) continue;
    let first = 0;
    // Titles and header may come in chunks of their own.
    for (; first < rows.length && top.length < head.above + head.lines; first += 1) top.push(rows[first] ?? []);
    if (top.length < head.above + head.lines || (head.lines === 0 && first === rows.length)) continue;
    if (converter === null) {
      const layout = isPositional(plan.format) ? csvLayout(head.lines > 0 ? top : [...top, ...rows.slice(first)], head) : null;
      converter = createConverter(plan, plan.format === "csv" ? layout : null, batchSize);
      if (layout !== null) converter.place(csvPositions(plan, layout.names));
    }
    if (!isPositional(plan.format) && table.columns.length > columnsSeen) {
      columnsSeen = table.columns.length;
      converter.place(namedPositions(plan, table));
    }
    for (let index = first; index < rows.length; index += 1) {
      const cells = rows[index];
      if (cells === undefined) continue;
      converter.take(cells, faults?.get(index) ?? null);
      if (converter.accepted() >= batchSize || converter.refused() >= batchSize) {
        await setImmediate();
        yield converter.flush(table.bytesRead(), table.emptyTraces());
      }
    }
    await setImmediate();
  }
  if (converter !== null && (converter.accepted() > 0 || converter.refused() > 0)) {
    yield converter.flush(table.bytesRead(), table.emptyTraces());
  }
}

export const namedPositions = (plan: Plan, table: Pick<Table, "columns">): Map<string, number> => {
  const positions = new Map<string, number>();
  for (const [field, column] of Object.entries(plan.map)) {
    const index = column === undefined ? -1 : table.columns.indexOf(column.column);
    if (index !== -1) positions.set(field, index);
  }
  return positions;
};
