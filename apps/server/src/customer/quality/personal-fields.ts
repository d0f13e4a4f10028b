import { type Link, PERSONAL, type PersonalField, type PersonRecord } from "../../platform/events/contract.ts";

/** What one source says in one personal field, beside what the others say of the same customers. Counts, no values. */
export interface FieldCounts {
  readonly source: string;
  readonly field: PersonalField;
  /** Names the source has records of, and of them with this field. */
  readonly names: number;
  readonly filled: number;
  /** Customers of whom this source and another one say it, and of them where the two say different things. */
  readonly compared: number;
  readonly different: number;
}

/** A customer of whom sources say different things. */
export interface Conflict {
  readonly customer: string;
  readonly field: PersonalField;
  /** As the sources wrote it. */
  readonly said: readonly { readonly source: string; readonly values: readonly string[] }[];
}

export interface People {
  readonly records: readonly PersonRecord[];
  readonly links: readonly Link[];
}

/** By source, then field in the order they are known by; only fields the source fills at all. */
export function countFields(people: People): FieldCounts[] {
  const names = new Map<string, number>();
  for (const { source } of people.records) names.set(source, (names.get(source) ?? 0) + 1);
  const counts = new Map<string, { filled: number; compared: number; different: number }>();
  const of = (source: string, field: PersonalField) => {
    const key = JSON.stringify([source, field]);
    const found = counts.get(key) ?? { filled: 0, compared: 0, different: 0 };
    counts.set(key, found);
    return found;
  };
  for (const { source, values } of people.records) for (const field of PERSONAL) if (values[field]) of(source, field).filled += 1;
  for (const records of byCustomer(people).values()) {
    for (const field of PERSONAL) {
      const said = saidOf(records, field);
      if (said.size < 2) continue;
      for (const source of said.keys()) {
        const mine = of(source, field);
        mine.compared += 1;
        if (contradicted(said).has(source)) mine.different += 1;
      }
    }
  }
  return [...names.keys()].sort().flatMap((source) =>
    PERSONAL.flatMap((field) => {
      const found = counts.get(JSON.stringify([source, field]));
      return found === undefined ? [] : [{ source, field, names: names.get(source) ?? 0, ...found }];
    }),
  );
}

/** Customers of whom `source` says something else in `field` than another source does; at most `limit`, and how many there are. */
export function findConflicts(people: People, { source, field, limit }: { source: string; field: PersonalField; limit: number }) {
  const conflicts: Conflict[] = [];
  let total = 0;
  for (const [customer, records] of byCustomer(people)) {
    const said = saidOf(records, field);
    if (!contradicted(said).has(source)) continue;
    total += 1;
    if (conflicts.length < limit)
      conflicts.push({ customer, field, said: [...said].map(([name, values]) => ({ source: name, values: [...values.values()] })) });
  }
  return { conflicts, total };
}

function byCustomer({ records, links }: People): Map<string, PersonRecord[]> {
  // A device that goes from hand to hand is one person for a time only: it stands for itself here.
  const of = new Map(links.flatMap(([told, customer, since]) => (since === undefined ? [[told, customer] as const] : [])));
  const found = new Map<string, PersonRecord[]>();
  for (const record of records) {
    const customer = of.get(record.told) ?? record.told;
    const known = found.get(customer);
    if (known === undefined) found.set(customer, [record]);
    else known.push(record);
  }
  return found;
}

/** Per source what it says in a field: as it is compared → as it is written. */
type Said = ReadonlyMap<string, ReadonlyMap<string, string>>;

function saidOf(records: readonly PersonRecord[], field: PersonalField): Said {
  const said = new Map<string, Map<string, string>>();
  for (const { source, values } of records) {
    const value = values[field];
    const compared = value === undefined ? "" : comparable(field, value);
    if (value === undefined || compared === "") continue;
    said.set(source, (said.get(source) ?? new Map<string, string>()).set(compared, value));
  }
  return said;
}

/** Sources that share no value with some other one. A source that knows a customer by two names may say two things; one of them is enough. */
function contradicted(said: Said): ReadonlySet<string> {
  const found = new Set<string>();
  for (const [source, mine] of said) {
    for (const [other, theirs] of said) if (other !== source && ![...mine.keys()].some((value) => theirs.has(value))) found.add(source);
  }
  return found;
}

/** National numbers with and without their country: the last digits are the subscriber's. */
const SUBSCRIBER_DIGITS = 9;

/** How it is written is no conflict: large and small letters, blanks, stops, the country of a telephone number. */
function comparable(field: PersonalField, value: string): string {
  if (field === "phone") return value.replace(/\D+/g, "").slice(-SUBSCRIBER_DIGITS);
  const text = value.normalize("NFC").toLowerCase();
  return (field === "email" ? text : text.replace(/[.,;]+/g, " ")).replace(/\s+/g, " ").trim();
}
