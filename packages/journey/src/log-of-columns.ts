import { refuseUnknown, type TextColumns } from "@counterseat/stats";
import { columnsFromText, type ColumnRoles, type TextLog } from "./columns-from-text.ts";
import type { JourneyLog } from "./journey-log.ts";
import { prepare } from "./prepare.ts";

const ROLES = ["case", "activity", "time", "resource", "timezone"] as const;

const TEXT = { type: "string" } as const;

/** The arguments by which every kernel of this package finds its columns, as JSON Schema properties. */
export const COLUMN_ARGS = {
  case: { ...TEXT, description: "column; guessed from usual headers when absent, as the others" },
  activity: TEXT,
  time: { ...TEXT, description: "ISO 8601 or milliseconds" },
  resource: TEXT,
  timezone: { ...TEXT, default: "UTC", description: "IANA zone of times without an offset" },
} as const;

export type KernelInput = { readonly columns: TextColumns | null; readonly args: Readonly<Record<string, unknown>> };

/** The log a kernel was given. @throws RangeError without a file, for arguments beyond the columns and `others`, and for unreadable cells */
export function logOfColumns(
  kernel: string,
  { columns, args }: KernelInput,
  others: readonly string[] = [],
): { log: JourneyLog; text: TextLog } {
  if (columns === null) throw new RangeError(`${kernel}: give a file of events`);
  refuseUnknown(kernel, args, [...ROLES, ...others]);
  const roles: Record<string, string> = {};
  for (const role of ROLES) {
    const value = args[role];
    if (value === undefined) continue;
    if (typeof value !== "string" || value === "") throw new RangeError(`${kernel}: "${role}" must be a text`);
    roles[role] = value;
  }
  const text = columnsFromText(columns, roles satisfies ColumnRoles);
  return { log: prepare(text.columns), text };
}

/** The share of noise an argument gives; 0 when absent. */
export function noiseOf(kernel: string, { args }: KernelInput): number {
  const noise = args["noise"] ?? 0;
  if (typeof noise !== "number" || !(noise >= 0 && noise <= 1)) throw new RangeError(`${kernel}: "noise" must be a number from 0 to 1`);
  return noise;
}
