/**
 * A figure is the only way a number leaves a computation: the number together with what one must know to trust it.
 * A value that could not be computed is `null` with a doubt, never NaN.
 */
export type Figure = {
  /** The number itself, or null when the data do not carry one (then `doubts` says why). */
  readonly value: number | null;
  /** "points", "share", "seconds", "EUR minor", ... */
  readonly unit: string;
  /** How many answers, cases or customers the value rests on. */
  readonly n: number;
  /** Confidence interval in the unit of the value, low end first. */
  readonly interval: readonly [number, number] | null;
  /** `name@version` of the definition that was computed. */
  readonly metric: string;
  readonly filter?: Readonly<Record<string, string>>;
  /** The moment the data speak for (ISO 8601), or null when that does not apply. */
  readonly asOf: string | null;
  /** Machine codes of what weakens the value; empty when nothing does. */
  readonly doubts: readonly string[];
  /** Where the rows behind the value can be fetched. */
  readonly rows?: string;
};

export type FigureInput = Omit<Figure, "interval" | "asOf" | "doubts"> & Partial<Pick<Figure, "interval" | "asOf" | "doubts">>;

/**
 * Makes a figure; `interval` and `asOf` default to null and `doubts` to none.
 * @throws RangeError when a number is NaN or infinite, `n` is negative, the interval is upside down, or a null value comes without a doubt.
 */
export function figure(input: FigureInput): Figure {
  const { value, n, interval = null, asOf = null, doubts = [] } = input;
  if (value !== null && !Number.isFinite(value)) {
    throw new RangeError(`figure ${input.metric}: the value is ${value}; pass null and a doubt instead`);
  }
  if (value === null && doubts.length === 0) throw new RangeError(`figure ${input.metric}: a null value needs a doubt that says why`);
  if (!Number.isFinite(n) || n < 0) throw new RangeError(`figure ${input.metric}: n is ${n}`);
  if (interval !== null) {
    const [low, high] = interval;
    if (!Number.isFinite(low) || !Number.isFinite(high) || low > high) {
      throw new RangeError(`figure ${input.metric}: the interval is [${low}, ${high}]; pass null and a doubt instead`);
    }
  }
  return { ...input, interval, asOf, doubts };
}
