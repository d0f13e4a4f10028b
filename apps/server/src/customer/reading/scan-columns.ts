import { setImmediate } from "node:timers/promises";
import type { Head } from "./find-head.ts";
import { openTable, type TableSource } from "./open-table.ts";

/** Files longer than this are judged by their first rows: still enough for any vote, and the person is not kept waiting. */
const MOST_ROWS = 200_000;

/** Shows every row of the file (the first 200,000) to `see`, for votes a sample cannot decide. */
export const scanRows = async (
  input: TableSource & { readonly head: Head | null },
  see: (cells: readonly string[], columns: readonly string[]) => void,
): Promise<void> => {
  const table = await openTable(input);
  let above = input.head === null ? 0 : input.head.above + input.head.lines;
  let seen = 0;
  for await (const { rows, faults } of table.chunks) {
    for (const [index, cells] of rows.entries()) {
      if (above > 0) above -= 1;
      else if (faults?.has(index) !== true) see(cells, table.columns);
      seen += 1;
    }
    if (seen >= MOST_ROWS) return;
    await setImmediate();
  }
};
