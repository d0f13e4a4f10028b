import type { Batch, Plan, Problem } from "./contract.ts";
import { createConverter } from "./convert-rows.ts";
import { DECIMAL_FIELDS, TEXT_FIELDS, TIME_FIELDS } from "./fields.ts";
import type { Sample } from "./read-sample.ts";
import { csvPositions } from "./row-layout.ts";

const PROBLEMS = 20;
const ROWS = 10;

/** The sampled rows by the plan, exactly as reading the file would convert them. */
export const previewOf = (plan: Plan, sample: Sample): { problems: Problem[]; previewRows: Record<string, string | number | null>[] } => {
  const converter = createConverter(plan, sample.width, Math.max(1, sample.rows.length));
  converter.place(csvPositions(plan, sample.names));
  for (const { cells, fault } of sample.rows) converter.take(cells, fault);
  const batch = converter.flush(0, 0);
  return {
    problems: batch.refused.slice(0, PROBLEMS).map(({ row, field, reason }) => ({ row, field, reason })),
    previewRows: Array.from({ length: Math.min(ROWS, batch.length) }, (_, index) => stored(plan, batch, index)),
  };
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
