import type { TextColumns } from "@counterseat/stats";

export const XES_TYPES = ["string", "date", "int", "float", "boolean", "id"] as const;
export type XesType = (typeof XES_TYPES)[number];

export type XesAttribute = { readonly type: XesType; readonly key: string; readonly value: string };

/** Steps may be told apart by several keys, as name and life-cycle transition. */
export type XesClassifier = { readonly name: string; readonly scope: "event" | "trace"; readonly keys: readonly string[] };

/** An event log of the XES standard (IEEE 1849) as columns, one row per event in file order. */
export type XesLog = {
  /** Event attributes by their key, those of the trace as `case:<key>`; "" where there is none. */
  readonly columns: TextColumns;
  /** Type of each column; `string` where events disagree. */
  readonly types: Readonly<Record<string, XesType>>;
  /** Row -> number of its trace, in file order. */
  readonly trace: Int32Array;
  /** Trace attributes, by column name, of the traces without events. */
  readonly emptyTraces: readonly Readonly<Record<string, string>>[];
  readonly classifiers: readonly XesClassifier[];
  readonly extensions: readonly { readonly name: string; readonly prefix: string; readonly uri: string }[];
  /** What the log says of itself. */
  readonly attributes: readonly XesAttribute[];
  readonly globals: { readonly trace: readonly XesAttribute[]; readonly event: readonly XesAttribute[] };
};

/**
 * The log's columns with steps named by one of its classifiers: the values of its keys, joined by "+".
 * @throws RangeError when the log has no classifier of events of that name.
 */
export function classified({ columns: { names, columns }, classifiers }: XesLog, name: string): TextColumns {
  const events = classifiers.filter(({ scope }) => scope === "event");
  const classifier = events.find((one) => one.name === name);
  if (classifier === undefined) {
    throw new RangeError(`there is no classifier "${name}" of events; there are ${events.map((one) => `"${one.name}"`).join(", ")}`);
  }
  const parts = classifier.keys.map((key) => columns[key] ?? []);
  const rows = Object.values(columns)[0]?.length ?? 0;
  const steps = Array.from({ length: rows }, (_, row) => parts.map((part) => part[row] ?? "").join("+"));
  return {
    names: names.includes("concept:name") ? names : [...names, "concept:name"],
    columns: Object.fromEntries([...Object.entries(columns), ["concept:name", steps]]),
  };
}
