import { isObject, type Kernel, refuseUnknown, type TextColumns } from "@counterseat/stats";
import { type RoleColumn, prepare } from "./prepare.ts";
import { resolve } from "./resolve.ts";
import { type Role, ROLES } from "./roles.ts";
import type { Reason } from "./score.ts";
import { probability } from "./model.ts";

/**
 * `nothing-to-compare`: no column says anything about anybody. `few-records`: too few to learn from, so chance is taken as usual.
 * `blocks-skipped`: values that so many rows share that not all of those were compared. `column-in-one-file`: left out.
 */
export type IdentityDoubt = "nothing-to-compare" | "few-records" | "blocks-skipped" | "column-in-one-file";

export interface IdentityOutput {
  readonly rows: readonly number[];
  readonly pairs: readonly { readonly a: number; readonly b: number; readonly probability: number; readonly reasons: readonly Reason[] }[];
  readonly roles: Readonly<Record<string, Role>>;
  readonly doubts: readonly IdentityDoubt[];
}

const NAME = "identity.resolve";
/** Fewer rows than this hold too few pairs of one person to learn from. */
const FEW = 200;

const resolveKernel = {
  name: NAME,
  summary: "Which rows are one person, without labels: clusters, and every pair that speaks for one with its evidence in bits.",
  source: "Fellegi & Sunter 1969; Winkler 1988, 1990; greedy additive contraction: Keuper et al. 2015",
  files: 2,
  args: {
    type: "object",
    properties: {
      roles: {
        type: "object",
        additionalProperties: { enum: ROLES },
        description: "column by column; guessed from header and content where absent",
      },
      link: { type: "boolean", default: false, description: "two files, each row of one at most one row of the other" },
    },
  },
  output: {
    type: "object",
    properties: {
      rows: { type: "array", items: { type: "integer" }, description: "per row its cluster, named by its first row; from 0" },
      pairs: {
        type: "array",
        items: {
          type: "object",
          properties: {
            a: { type: "integer" },
            b: { type: "integer" },
            probability: { type: "number" },
            reasons: {
              type: "array",
              items: {
                type: "object",
                properties: { column: { type: ["string", "null"] }, agreement: { type: "string" }, bits: { type: "number" } },
              },
            },
          },
        },
      },
      roles: { type: "object" },
      doubts: { type: "array", items: { type: "string" } },
    },
  },
  run: ({ columns, more = [], args }): IdentityOutput => {
    refuseUnknown(NAME, args, ["roles", "link"]);
    if (columns === null) throw new RangeError(`${NAME}: give a file of records, one row each`);
    const second = more[0] ?? null;
    if (args["link"] !== undefined && typeof args["link"] !== "boolean") throw new RangeError(`${NAME}: "link" is true or false`);
    const link = args["link"] === true;
    if (link && second === null) throw new RangeError(`${NAME}: to link, give two files`);
    const { table, split, left } = second === null ? { table: columns, split: rowsOf(columns), left: 0 } : joined(columns, second);
    const rows = rowsOf(table);
    const files =
      second === null
        ? ([[0, rows]] as const)
        : ([
            [0, split],
            [split, rows],
          ] as const);
    const told = rolesOf(args["roles"], table);
    const prepared = prepare(table, files, told);
    return answer(prepared, link ? split : null, rows, [
      ...(left > 0 ? (["column-in-one-file"] as const) : []),
      ...(rows < FEW ? (["few-records"] as const) : []),
    ]);
  },
} satisfies Kernel;

function answer(columns: RoleColumn[], split: number | null, rows: number, doubts: readonly IdentityDoubt[]): IdentityOutput {
  const roles = Object.fromEntries(columns.map(({ name, role }) => [name, role]));
  if (columns.length === 0)
    return { rows: Array.from({ length: rows }, (_, row) => row), pairs: [], roles, doubts: ["nothing-to-compare", ...doubts] };
  const { cluster, edges, explain, skipped } = resolve({ columns, split });
  const pairs = Array.from(edges.bits.keys())
    .filter((at) => edges.bits[at] > 0)
    .map((at) => ({ a: edges.a[at], b: edges.b[at], probability: probability(edges.bits[at]), reasons: explain(at) }))
    .sort((x, y) => x.a - y.a || x.b - y.b);
  return { rows: Array.from(cluster), pairs, roles, doubts: [...doubts, ...(skipped.blocks > 0 ? (["blocks-skipped"] as const) : [])] };
}

function rowsOf({ names, columns }: TextColumns): number {
  return columns[names[0] ?? ""]?.length ?? 0;
}

/** The rows of the first file before those of the second, over the columns both have. */
function joined(first: TextColumns, second: TextColumns): { table: TextColumns; split: number; left: number } {
  const names = first.names.filter((name) => second.names.includes(name));
  if (names.length === 0) throw new RangeError(`${NAME}: the two files share no column`);
  const columns = Object.fromEntries(names.map((name) => [name, [...(first.columns[name] ?? []), ...(second.columns[name] ?? [])]]));
  return { table: { names, columns }, split: rowsOf(first), left: first.names.length + second.names.length - 2 * names.length };
}

function rolesOf(told: unknown, { names }: TextColumns): Record<string, Role> {
  if (told === undefined) return {};
  if (!isObject(told)) throw new RangeError(`${NAME}: "roles" is an object of column and role`);
  return Object.fromEntries(
    Object.entries(told).map(([name, role]): [string, Role] => {
      if (!names.includes(name)) throw new RangeError(`${NAME}: there is no column "${name}"; there are ${names.join(", ")}`);
      const known = ROLES.find((one) => one === role);
      if (known === undefined) throw new RangeError(`${NAME}: "${String(role)}" is no role; roles are ${ROLES.join(", ")}`);
      return [name, known];
    }),
  );
}

export const kernels: readonly Kernel[] = [resolveKernel];
