import { minorDigits } from "../platform/money.ts";
import { minus, type Sums } from "./money-sums.ts";
import type { ImportRow } from "./store.ts";
import type { Reconciled, ReconciledImport } from "./words.ts";

/** What the event store holds of one import now. */
export interface Held {
  readonly rows: number;
  readonly money: Sums;
}
const NOTHING: Held = { rows: 0, money: {} };

const UNSETTLED: ReadonlySet<string> = new Set(["waiting", "reading", "withdrawing"]);

/**
 * One import held against the event store: what the file brought, less what was refused, known, not kept, withdrawn or erased, is what has to be
 * there. Sums are exact, in minor units.
 */
export function reconcileImport(row: ImportRow, held: Held | null): ReconciledImport {
  const now = held ?? NOTHING;
  const settled = !UNSETTLED.has(row.state);
  const gone = row.state === "withdrawn";
  const erased = row.erased?.rows ?? 0;
  const expired = row.expired?.rows ?? 0;
  const rows = {
    read: row.read,
    refused: row.refused,
    alreadyKnown: row.alreadyKnown,
    notKept: settled ? row.read - row.refused - row.alreadyKnown - row.accepted : 0,
    kept: row.accepted,
    withdrawn: gone ? row.accepted - erased - expired : 0,
    erased,
    expired,
    now: now.rows,
  };
  const difference = settled ? rows.kept - rows.withdrawn - rows.erased - rows.expired - rows.now : 0;
  const money = settled ? moneyOf(row, now.money) : [];
  const amiss = difference !== 0 || money.some((line) => line.difference !== 0);
  return {
    id: row.id,
    file: row.file,
    kind: row.kind,
    state: row.state,
    createdAt: row.createdAt.toISOString(),
    withdrawnAt: row.withdrawnAt?.toISOString() ?? null,
    rows: { ...rows, difference },
    money,
    unreadable: row.money?.unreadable ?? 0,
    sumsKept: row.money !== null && row.money !== undefined,
    reason: settled ? (amiss ? reasonOf(difference) : null) : "This import is under way; it is reconciled once it has ended.",
  };
}

function moneyOf(row: ImportRow, now: Sums): Reconciled["money"] {
  const { money } = row;
  if (money === null) return [];
  const nothing = row.state === "failed";
  const kept = nothing ? {} : (money.kept ?? {});
  const known = nothing ? {} : minus(money.told, kept);
  const read = minus(money.told, minus({}, money.refused));
  const codes = new Set([read, money.told, money.refused, kept, now].flatMap((sums) => Object.keys(sums)));
  return [...codes].sort().map((currency) => {
    const of = (sums: Sums) => sums[currency] ?? 0;
    const erased = of(row.erased?.money ?? {});
    const expired = of(row.expired?.money ?? {});
    const withdrawn = row.state === "withdrawn" ? of(kept) - erased - expired : 0;
    return {
      currency,
      digits: minorDigits(currency),
      read: of(read),
      refused: of(money.refused),
      alreadyKnown: of(known),
      notKept: nothing ? of(money.told) : 0,
      kept: of(kept),
      withdrawn,
      erased,
      expired,
      now: of(now),
      difference: of(kept) - withdrawn - erased - expired - of(now),
    };
  });
}

function reasonOf(difference: number): string {
  if (difference > 0)
    return `${difference} rows this import kept are not in the event store any more. Was it restored from an older copy, or were rows taken out in another way?`;
  if (difference < 0) return `The event store holds ${-difference} rows more of this import than it kept.`;
  return "The rows agree, but their amounts do not add up to what was kept.";
}

/** The imports of a source added up; sums by currency. */
export function addUp(imports: readonly ReconciledImport[]): Pick<Reconciled, "rows" | "money"> {
  const keys = ["read", "refused", "alreadyKnown", "notKept", "kept", "withdrawn", "erased", "expired", "now", "difference"] as const;
  const zero = { read: 0, refused: 0, alreadyKnown: 0, notKept: 0, kept: 0, withdrawn: 0, erased: 0, expired: 0, now: 0, difference: 0 };
  const rows = { ...zero };
  const money = new Map<string, Reconciled["money"][number]>();
  for (const each of imports) {
    for (const key of keys) rows[key] += each.rows[key];
    for (const line of each.money) {
      const sum = money.get(line.currency) ?? { currency: line.currency, digits: line.digits, ...zero };
      for (const key of keys) sum[key] += line[key];
      money.set(line.currency, sum);
    }
  }
  return { rows, money: [...money.values()].sort((a, b) => a.currency.localeCompare(b.currency)) };
}
