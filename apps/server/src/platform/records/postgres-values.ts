import type { Row } from "./contract.ts";

/** An answer of the driver: rows, with the command and the columns beside them. */
export interface ServerRows extends Array<unknown> {
  readonly command?: string;
  readonly count?: number | null;
  readonly columns?: readonly { readonly name: string; readonly type: number }[];
}

const INT8 = 20;
const BYTES = 17;
const TIMES: ReadonlySet<number> = new Set([1082, 1114, 1184]);

/**
 * Values as `pg` takes them, for a connection that is set up for drizzle: it hands times and JSON on as the texts they are.
 */
export function toServer(values: readonly unknown[]): unknown[] {
  return values.map((value) => {
    if (value === undefined) return null;
    if (value instanceof Date) return value.toISOString();
    if (typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array))
      return JSON.stringify(value);
    return value;
  });
}

/** Rows of the last statement as `pg` gives them: large integers as text, times as dates, bytes as a Buffer. */
export function fromServer(answer: ServerRows): Row[] {
  // Several statements are answered by a plain array of answers; one answer knows its command.
  const last = "command" in answer ? answer : ((answer.at(-1) ?? []) as ServerRows); // what the driver documents
  const columns = (last.columns ?? []).filter(({ type }) => type === INT8 || type === BYTES || TIMES.has(type));
  const rows = [...last] as Row[]; // by name: asked for so
  if (columns.length === 0) return rows;
  return rows.map((row) => {
    const changed: Row = { ...row };
    for (const { name, type } of columns) changed[name] = cell(row[name], type);
    return changed;
  });
}

function cell(value: unknown, type: number): unknown {
  if (value === null || value === undefined) return null;
  if (type === INT8) return String(value);
  if (type === BYTES) return Buffer.from(value as Uint8Array); // parsed so by our connection
  return typeof value === "string" && !value.includes("infinity") ? new Date(value) : value;
}
