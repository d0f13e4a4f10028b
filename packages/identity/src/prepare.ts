import type { TextColumns } from "@counterseat/stats";
import type { Column } from "./columns.ts";
import { type Files, guessRole, isWholeName, type Role } from "./roles.ts";

export interface RoleColumn {
  readonly name: string;
  readonly role: Column["role"];
  readonly cells: readonly string[];
}

/** What stands in one number: a pattern of more columns would not fit into 53 bits. */
const MOST_COLUMNS = 18;

/** The columns that say something about somebody, each with its role: as told, else guessed. A whole name becomes two columns. */
export function prepare(table: TextColumns, files: Files, told: Readonly<Record<string, Role>>): RoleColumn[] {
  const found = table.names.flatMap((name) => {
    const cells = table.columns[name] ?? [];
    const role = told[name] ?? guessRole(name, cells, files);
    return role === "ignore" ? [] : [{ name, role, cells }];
  });
  const whole = found.find(({ name, role }) => role === "text" && told[name] === undefined && isWholeName(name));
  if (whole === undefined) return mostTelling(found);
  const named = found.filter((column) => column !== whole);
  const has = (role: Role) => named.some((column) => column.role === role);
  // Beside one of the two names it is the other; beside both it says nothing new.
  if (!has("given-name") && !has("surname")) named.push(...parts(whole));
  else if (!has("given-name")) named.push({ ...whole, role: "given-name" });
  else if (!has("surname")) named.push({ ...whole, role: "surname" });
  return mostTelling(named);
}

/** "Ada King" and "King, Ada": what stands last, or before a comma, is the surname. */
function parts({ name, cells }: RoleColumn): RoleColumn[] {
  const split = cells.map((cell) => {
    const [before, behind] = cell.split(",", 2);
    if (behind !== undefined) return [behind, before] as const;
    const words = cell.trim().split(/\s+/);
    return words.length < 2 ? ([cell, ""] as const) : ([words.slice(0, -1).join(" "), words[words.length - 1]] as const);
  });
  return [
    { name: `${name} (given)`, role: "given-name", cells: split.map(([given]) => given) },
    { name: `${name} (surname)`, role: "surname", cells: split.map(([, surname]) => surname) },
  ];
}

function mostTelling(columns: RoleColumn[]): RoleColumn[] {
  if (columns.length <= MOST_COLUMNS) return columns;
  const distinct = new Map(columns.map((column) => [column, column.role === "text" ? new Set(column.cells).size : Infinity]));
  const kept = new Set([...columns].sort((a, b) => (distinct.get(b) ?? 0) - (distinct.get(a) ?? 0)).slice(0, MOST_COLUMNS));
  return columns.filter((column) => kept.has(column));
}
