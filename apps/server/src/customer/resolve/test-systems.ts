import { chunks, type Chunk } from "@counterseat/demo";
import type { PersonRecord } from "../../platform/events/contract.ts";

/** What five systems of the sample company know of its customers, a file each, and whose each of their names is. */
export interface Systems {
  /** By system, as its own export of customers. */
  readonly files: ReadonlyMap<string, string>;
  /** A system's name for somebody → the person. */
  readonly truth: ReadonlyMap<string, string>;
}

const COLUMNS = ["id", "given", "family", "birth", "mail", "phone", "contract", "street", "postcode", "town"] as const;
const HEADER = "customer_id,first_name,last_name,date_of_birth,email,phone,contract,street,postcode,city";

export function systemsOf(options: { readonly seed: number; readonly scale: number }): Systems {
  const files = new Map<string, string[]>();
  const truth = new Map<string, string>();
  for (const chunk of chunks(options, ["records"])) {
    for (let row = 0; row < chunk.length; row += 1) {
      const cell = (name: string) => cellOf(chunk, name, row) ?? "";
      const system = cell("system");
      files.set(system, [...(files.get(system) ?? [HEADER]), COLUMNS.map((name) => `"${cell(name).replaceAll('"', '""')}"`).join(",")]);
      truth.set(cell("id"), cell("person"));
    }
  }
  return { files: new Map([...files].map(([system, lines]) => [system, `${lines.join("\n")}\n`])), truth };
}

/** Records of the sample company as the event store gives them. */
export function recordsOf(options: { readonly seed: number; readonly scale: number }): PersonRecord[] {
  const fields = ["given", "family", "birth", "email", "phone", "contract", "address", "postcode", "city"] as const;
  const records = [...systemsOf(options).files].flatMap(([source, text]) =>
    text
      .trim()
      .split("\n")
      .slice(1)
      .map((line): PersonRecord => {
        const [told = "", ...cells] = line.slice(1, -1).split('","');
        return {
          source,
          told,
          values: Object.fromEntries(fields.flatMap((field, i) => (cells[i] === "" ? [] : [[field, cells[i] ?? ""]]))),
        };
      }),
  );
  return records.sort((x, y) => (x.source < y.source ? -1 : x.source > y.source ? 1 : x.told < y.told ? -1 : 1));
}
function cellOf({ columns }: Chunk, name: string, row: number): string | null {
  const column = columns[name];
  if (column === undefined) return null;
  if (column instanceof Float64Array) return Number.isNaN(column[row]) ? null : String(column[row]);
  if (!("dictionary" in column)) return column[row] ?? null;
  return column.dictionary[column.codes[row] ?? -1] ?? null;
}

export interface PairScore {
  readonly precision: number;
  readonly recall: number;
}

/** Of the pairs of names that stand for one customer the share that are one person, and the other way round. */
export function scoreOf(truth: ReadonlyMap<string, string>, customerOf: (name: string) => string): PairScore {
  const pairsBy = (key: (name: string) => string) => {
    const sizes = new Map<string, number>();
    for (const name of truth.keys()) sizes.set(key(name), (sizes.get(key(name)) ?? 0) + 1);
    return [...sizes.values()].reduce((sum, n) => sum + (n * (n - 1)) / 2, 0);
  };
  const person = (name: string) => truth.get(name) ?? name;
  const right = pairsBy((name) => `${person(name)} ${customerOf(name)}`);
  return { precision: right / pairsBy(customerOf), recall: right / pairsBy(person) };
}
