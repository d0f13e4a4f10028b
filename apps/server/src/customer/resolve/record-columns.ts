import { isIllegalId, knownIn, type RoleColumn } from "@counterseat/identity";
import { PERSONAL, type PersonalField, type PersonRecord } from "../../platform/events/contract.ts";

/** What tells people apart, each with how it is compared; `name` is taken apart into the first two. */
const ROLES = {
  given: "given-name",
  family: "surname",
  birth: "date-of-birth",
  email: "email",
  phone: "phone",
  address: "address",
  postcode: "postcode",
  city: "city",
  contract: "id",
} as const satisfies Partial<Record<PersonalField, RoleColumn["role"]>>;
type Field = keyof typeof ROLES;
const FIELDS = PERSONAL.filter((field): field is Field => field in ROLES);

/** Who shares one of these with more records of one system than this shares it with nobody: an info@ address, a till's telephone. */
const MOST_SHARED = 20;
const NAMES_FEW: readonly Field[] = ["email", "phone", "contract"];

/** National numbers with and without their country: the last digits are the subscriber's. */
const SUBSCRIBER_DIGITS = 9;

/** Records as columns to compare, in their order; what says nothing about anybody is left empty. */
export function recordColumns(records: readonly PersonRecord[]): RoleColumn[] {
  const told = records.map(({ values }) => valuesOf(values));
  for (const field of NAMES_FEW) dropShared(records, told, field);
  return columnsOf(told);
}

/** Per record the columns it says something in, one bit each: what can speak against another record at all. Asked of one record, it is the same as among all. */
export function knownOf(records: readonly PersonRecord[]): Uint32Array {
  return knownIn(columnsOf(records.map(({ values }) => valuesOf(values))));
}

/** The values of one field as they are compared, lower case; empty where a record has none. */
export function keyCells(records: readonly PersonRecord[], field: "email" | "contract"): string[] {
  return records.map(({ values }) => (valuesOf(values)[field] ?? "").trim().toLowerCase());
}

function columnsOf(told: readonly Values[]): RoleColumn[] {
  return FIELDS.map((field) => ({ name: field, role: ROLES[field], cells: told.map((values) => values[field] ?? "") }));
}

type Values = Partial<Record<Field, string>>;

function valuesOf({ name, ...rest }: PersonRecord["values"]): Values {
  return {
    ...rest,
    ...namesOf(rest.given ?? "", rest.family ?? "", name ?? ""),
    ...placeOf(rest.address, rest.postcode, rest.city),
    phone: (rest.phone ?? "").replace(/\D+/g, "").slice(-SUBSCRIBER_DIGITS),
    contract: rest.contract === undefined || isIllegalId(rest.contract) ? "" : rest.contract,
  };
}

/** "Ada King" and "King, Ada": what stands last, or before a comma, is the family's. Both names in one of two columns are taken apart too. */
function namesOf(given: string, family: string, whole: string): Values {
  if (given !== "" && family !== "") return { given, family };
  const [only = ""] = [given, family, whole].filter((text) => text !== "");
  const [before = "", behind] = only.split(",", 2);
  if (behind !== undefined) return { given: behind.trim(), family: before.trim() };
  const words = only.trim().split(/\s+/);
  if (words.length > 1) return { given: words.slice(0, -1).join(" "), family: words.at(-1) ?? "" };
  return given === "" && family === "" ? { family: only } : { given, family };
}

/** "12 Quay Street, 9230 Harbour": where the postcode has no column of its own it stands before or behind the town. */
function placeOf(address: string | undefined, postcode: string | undefined, city: string | undefined): Values {
  const comma = address?.lastIndexOf(",") ?? -1;
  if (address === undefined || comma < 0 || postcode !== undefined) return {};
  const [street, town] = [address.slice(0, comma).trim(), address.slice(comma + 1).trim()];
  const words = town.split(/\s+/);
  const at = words.findIndex((word) => /\d{3,}/.test(word));
  if (at !== 0 && at !== words.length - 1) return {};
  return { address: street, postcode: words[at] ?? "", city: city ?? words.filter((_, i) => i !== at).join(" ") };
}

/** Takes out a value that too many records of one system hold. */
function dropShared(records: readonly PersonRecord[], told: readonly Values[], field: Field): void {
  const held = new Map<string, number>();
  const keyOf = (i: number) => {
    const value = told[i]?.[field] ?? "";
    return value === "" ? null : `${records[i]?.source ?? ""}\u0000${value.toLowerCase()}`;
  };
  const keys = told.map((_, i) => keyOf(i));
  for (const key of keys) if (key !== null) held.set(key, (held.get(key) ?? 0) + 1);
  const shared = new Set([...held].filter(([, n]) => n > MOST_SHARED).map(([key]) => key.slice(key.indexOf("\u0000") + 1)));
  if (shared.size > 0) for (const values of told) if (shared.has((values[field] ?? "").toLowerCase())) values[field] = "";
}
