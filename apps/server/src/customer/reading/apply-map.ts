import type { DateOrder, Decimal, Field, ImportKind } from "./contract.ts";
import { FIELDS } from "./fields.ts";
import { ENCODINGS, isEncoding, type Encoding } from "./decode-text.ts";
import { ReadingError } from "./reading-error.ts";
import { parseScale, scaleText } from "./scales.ts";

/** What `--map` says about the file as a whole rather than about a column. */
export interface Settings {
  dateOrder: DateOrder | null;
  decimal: Decimal | null;
  encoding: Encoding | null;
  part: string | null;
}

const SETTINGS: ReadonlySet<string> = new Set(["dateOrder", "decimal", "encoding", "part"]);

const ORDERS: readonly DateOrder[] = ["dmy", "mdy", "ymd"];
const LEFT_OUT = "-";

export const settingsOf = (map: Record<string, string> | undefined): Settings => {
  const said = new Map(Object.entries(map ?? {}));
  const order = said.get("dateOrder");
  const decimal = said.get("decimal");
  const encoding = said.get("encoding")?.toLowerCase();
  const dateOrder = ORDERS.find((known) => known === order?.toLowerCase()) ?? null;
  if (order !== undefined && dateOrder === null) throw unknownSetting("dateOrder", order, ORDERS);
  if (decimal !== undefined && decimal !== "." && decimal !== ",") throw unknownSetting("decimal", decimal, [".", ","]);
  if (encoding !== undefined && !isEncoding(encoding)) throw unknownSetting("encoding", encoding, ENCODINGS);
  return { dateOrder, decimal: decimal ?? null, encoding: encoding ?? null, part: said.get("part") ?? null };
};

/** Fields a person has settled: to a column index, or to null for "leave it out"; and a scale given as such. */
export const applyMap = (
  kind: ImportKind,
  map: Record<string, string> | undefined,
  names: readonly string[],
): { fixed: Map<Field, number | null>; scale: string | null } => {
  const fixed = new Map<Field, number | null>();
  let scale: string | null = null;
  for (const [key, said] of Object.entries(map ?? {})) {
    if (SETTINGS.has(key)) continue;
    const spec = FIELDS[kind].find(({ field }) => field === key);
    if (spec === undefined) {
      throw new ReadingError({
        code: "unknown-field",
        message: `"${key}" is no field of ${kind}.`,
        fix: `Use one of ${FIELDS[kind].map(({ field }) => field).join(", ")}; or ${[...SETTINGS].join(", ")}.`,
      });
    }
    if (said === LEFT_OUT) {
      fixed.set(spec.field, null);
      continue;
    }
    const index = columnIndex(said, names);
    const literal = index === null && spec.field === "scale" ? parseScale(said) : null;
    if (literal !== null) {
      scale = scaleText(literal);
      fixed.set("scale", null);
    } else if (index === null) {
      throw new ReadingError({
        code: "unknown-column",
        message: `The file has no column "${said}".`,
        fix: `Use one of its columns, by name or by position 1 to ${names.length}: ${names.slice(0, 30).join(", ")}${names.length > 30 ? " and more" : ""}.`,
      });
    } else {
      fixed.set(spec.field, index);
    }
  }
  return { fixed, scale };
};

/** Exactly, then whatever the case, then as a position. */
const columnIndex = (said: string, names: readonly string[]): number | null => {
  const exact = names.indexOf(said);
  if (exact !== -1) return exact;
  const lower = said.trim().toLowerCase();
  const loose = names.findIndex((name) => name.toLowerCase() === lower);
  if (loose !== -1) return loose;
  const position = /^\d+$/.test(lower) ? Number(lower) : 0;
  return position >= 1 && position <= names.length ? position - 1 : null;
};

const unknownSetting = (name: string, said: string, known: readonly string[]): ReadingError =>
  new ReadingError({
    code: "unknown-setting",
    message: `"${said}" is no ${name}.`,
    fix: `Use one of ${known.join(" ")}, as in --map ${name}=${known[0] ?? ""}`,
  });
