import { z } from "zod";

/** Currency to minor units. */
export const Sums = z.record(z.string(), z.number().int());
export type Sums = z.infer<typeof Sums>;

/**
 * What the amounts of one file add up to, exactly, in minor units by currency. `told` are the rows that could be read, `kept` those the
 * event store then held: what lies between was known before. `read` is `told` and `refused` together.
 */
export const Money = z.object({
  /** Currency of amounts that came without one. */
  fallback: z.string(),
  told: Sums,
  refused: Sums,
  /** Null while the file is not settled. */
  kept: Sums.nullable(),
  /** Refused rows whose amount cannot be read: they are in no sum. */
  unreadable: z.number().int(),
});
export type Money = z.infer<typeof Money>;

export const addTo = (sums: Record<string, number>, currency: string, minor: number): void => {
  sums[currency] = (sums[currency] ?? 0) + minor;
};

/** a − b by currency; what is nought is left out. */
export const minus = (a: Sums, b: Sums): Sums =>
  Object.fromEntries(
    [...new Set([...Object.keys(a), ...Object.keys(b)])]
      .map((currency) => [currency, (a[currency] ?? 0) - (b[currency] ?? 0)] as const)
      .filter(([, sum]) => sum !== 0),
  );

/** What the applier of a file says beside its counts; null where it says nothing, as the results of older versions. */
export const moneyOf = (result: object): Money | null => Money.safeParse(Reflect.get(result, "money")).data ?? null;
