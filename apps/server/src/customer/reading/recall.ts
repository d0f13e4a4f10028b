import type { ColumnProfile } from "./column-profile.ts";
import type { Field, ImportKind, Settled } from "./contract.ts";
import { FIELDS, type FieldSpec } from "./fields.ts";

export interface Recalled {
  /** What was settled for the last file and holds for this one; null where it is another layout altogether, or there was none. */
  last: Settled | null;
  /** Fields whose column is there and still holds what it should; null where the field was left out. */
  fixed: Map<Field, ColumnProfile | null>;
  /** Fields whose column is gone, or holds something else now: these are asked again. */
  changed: Map<Field, string>;
}

/**
 * Holds what was settled for a source's last file against this one. A file that has fewer than half of the columns is another export,
 * for which nothing was settled.
 */
export const recall = (input: {
  kind: ImportKind;
  last: Settled | null;
  columns: readonly ColumnProfile[];
  /** What is said for this file: it stands above what was said before. */
  said: ReadonlyMap<Field, number | null>;
}): Recalled => {
  const { kind, last, columns, said } = input;
  const nothing: Recalled = { last: null, fixed: new Map(), changed: new Map() };
  if (last === null) return nothing;
  const taken = new Set([...said.values()].flatMap((index) => (index === null ? [] : [index + 1])));
  const { fixed, changed } = nothing;
  let present = 0;
  let named = 0;
  for (const spec of FIELDS[kind]) {
    const name = last.columns[spec.field];
    if (name === undefined) continue;
    const column = columns.find((each) => each.name === name);
    if (name !== null) named += 1;
    if (column !== undefined) present += 1;
    if (said.has(spec.field) || (column !== undefined && taken.has(column.position))) continue;
    if (name === null) fixed.set(spec.field, null);
    else if (column === undefined || !stillHolds(spec, column)) changed.set(spec.field, name);
    else fixed.set(spec.field, column);
  }
  return named > 0 && present * 2 < named ? { last: null, fixed: new Map(), changed: new Map() } : { last, fixed, changed };
};

const stillHolds = ({ field, type }: FieldSpec, column: ColumnProfile): boolean => {
  if (column.filled === 0) return true;
  if (type === "clock") return column.clockShare >= 0.5;
  if (type === "time") return column.timeShare + column.epochShare >= 0.5;
  if (field === "score") return column.numberShare + column.scoredShare >= 0.5;
  return type === "text" || column.numberShare >= 0.5;
};
