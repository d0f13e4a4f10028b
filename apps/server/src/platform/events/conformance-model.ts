import type { Condition, Count, Filter, NumberColumn, Rows, Scan, Text, Word } from "./contract.ts";

/** Rows as plain objects, filtered and counted the simplest way there is: the other side of the conformance property. */
export type Fact = Partial<Record<Exclude<Word, "stream" | "source" | "import" | "world"> | Text, string | null>> &
  Partial<Record<NumberColumn, number>>;

export function toRows(facts: readonly Fact[]): Rows {
  const texts = (column: "activity" | "kind" | "stage" | "owner" | "currency" | "customer" | "case" | "id" | "respondent" | "comment") =>
    facts.map((fact) => fact[column] ?? null);
  const numbers = (column: NumberColumn) => Float64Array.from(facts, (fact) => fact[column] ?? Number.NaN);
  return {
    length: facts.length,
    words: { activity: texts("activity"), kind: texts("kind"), stage: texts("stage"), owner: texts("owner"), currency: texts("currency") },
    texts: {
      customer: texts("customer"),
      case: texts("case"),
      id: texts("id"),
      respondent: texts("respondent"),
      comment: texts("comment"),
    },
    numbers: { time: numbers("time"), amount: numbers("amount"), score: numbers("score") },
  };
}

export function factsOf(scan: Scan): Fact[] {
  const word = (column: "activity" | "stage", i: number) => {
    const coded = scan.words[column];
    const code = coded?.codes[i] ?? -1;
    return code < 0 ? null : (coded?.dictionary[code] ?? null);
  };
  return Array.from({ length: scan.length }, (_, i) => ({
    activity: word("activity", i),
    stage: word("stage", i),
    customer: scan.texts.customer?.[i] ?? null,
    case: scan.texts.case?.[i] ?? null,
    time: scan.numbers.time?.[i] ?? Number.NaN,
    score: scan.numbers.score?.[i] ?? Number.NaN,
  }));
}

export function matches(fact: Fact, filter: Filter): boolean {
  return (Object.entries(filter) as [keyof Fact, Condition][]).every(([column, condition]) => {
    const value = fact[column] ?? null;
    const absent = value === null || Number.isNaN(value);
    if (condition === null) return absent;
    if (typeof condition === "string") return value === condition;
    if ("not" in condition) return !condition.not.includes(absent ? null : String(value));
    if (Array.isArray(condition)) return condition.includes(absent ? null : value);
    const { from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY } = condition as { from?: number; to?: number };
    const bounded = "from" in condition || "to" in condition;
    return bounded ? !absent && Number(value) >= from && Number(value) < to : true;
  });
}

export function modelCount(facts: readonly Fact[], by: readonly ("activity" | "stage" | "customer")[]): Count[] {
  const groups = new Map<string, Fact[]>();
  if (by.length === 0) groups.set("", []);
  for (const fact of facts) {
    const key = JSON.stringify(by.map((column) => fact[column] ?? null));
    const place = by.length === 0 ? "" : key;
    groups.set(place, [...(groups.get(place) ?? []), fact]);
  }
  const different = (rows: readonly Fact[], column: "customer" | "case") =>
    new Set(rows.map((row) => row[column] ?? null).filter((value) => value !== null)).size;
  return [...groups.values()].map((rows) => {
    const times = rows.map((row) => row.time ?? Number.NaN).filter((time) => !Number.isNaN(time));
    return {
      key: by.map((column) => rows[0]?.[column] ?? null),
      n: rows.length,
      customers: different(rows, "customer"),
      cases: different(rows, "case"),
      amount: 0,
      first: times.length === 0 ? null : Math.min(...times),
      last: times.length === 0 ? null : Math.max(...times),
    };
  });
}
