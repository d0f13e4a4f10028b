import type { Batch, FirstRow, Plan, Problem } from "./contract.ts";
import { createConverter } from "./convert-rows.ts";
import { DECIMAL_FIELDS, TEXT_FIELDS, TIME_FIELDS } from "./fields.ts";
import type { Sample } from "./read-sample.ts";
import { csvPositions } from "./row-layout.ts";

const PROBLEMS = 20;
const ROWS = 10;
const FIRST_ROWS = 12;
/** Refused rows shown beyond the first ones, so that one is seen where the first are all well. */
const MORE_REFUSED = 3;

/** The sampled rows by the plan, exactly as reading the file would convert them. */
export const previewOf = (
  plan: Plan,
  sample: Sample,
): { problems: Problem[]; previewRows: Record<string, string | number | null>[]; firstRows: FirstRow[] } => {
  const converter = createConverter(plan, sample.layout, Math.max(1, sample.rows.length));
  const positions = csvPositions(plan, sample.names);
  converter.place(positions);
  for (const { cells, fault } of sample.rows) converter.take(cells, fault);
  const batch = converter.flush(0, 0);
  return {
    problems: batch.refused.slice(0, PROBLEMS).map(({ row, field, reason }) => ({ row, field, reason })),
    previewRows: Array.from({ length: Math.min(ROWS, batch.length) }, (_, index) => stored(plan, batch, index)),
    firstRows: firstRows(plan, batch, positions),
  };
};

const firstRows = (plan: Plan, batch: Batch, positions: ReadonlyMap<string, number>): FirstRow[] => {
  const rows: FirstRow[] = [];
  for (let index = 0; index < Math.min(FIRST_ROWS, batch.length); index += 1) {
    const { row, ...values } = stored(plan, batch, index);
    rows.push({ row: Number(row), kept: true, values, problem: null });
  }
  const last = batch.length > FIRST_ROWS ? (rows.at(-1)?.row ?? 0) : Number.POSITIVE_INFINITY;
  let more = 0;
  for (const { row, field, reason, cells } of batch.refused) {
    if (row > last) more += 1;
    if (more > MORE_REFUSED || rows.length >= FIRST_ROWS * 2) break;
    const values = Object.fromEntries([...positions].map(([name, at]) => [name, cells[at] ?? null]));
    rows.push({ row, kept: false, values, problem: { field, reason } });
  }
  return rows.sort((a, b) => a.row - b.row);
};

const stored = (plan: Plan, batch: Batch, index: number): Record<string, string | number | null> => {
  const { columns } = batch;
  const row = new Map<string, string | number | null>([["row", batch.row[index] ?? null]]);
  const number = (value: number | undefined): number | null => (value === undefined || Number.isNaN(value) ? null : value);
  for (const field of TIME_FIELDS) {
    if (plan.map[field] === undefined) continue;
    const at = number(columns[field][index]);
    row.set(field, at === null ? null : new Date(at).toISOString());
  }
  for (const field of DECIMAL_FIELDS) if (plan.map[field] !== undefined) row.set(field, number(columns[field][index]));
  if (plan.map.score !== undefined) row.set("points", number(columns.points[index]));
  for (const field of TEXT_FIELDS) {
    const value = columns[field][index] ?? null;
    if (plan.map[field] !== undefined || value !== null) row.set(field, value);
  }
  return Object.fromEntries(row);
};
