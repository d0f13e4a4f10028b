/** A scale of whole points, such as 0 to 10; both ends belong to it. */
export type Scale = { readonly min: number; readonly max: number };

/** How often each point of a scale was given: `counts[i]` people answered `scale.min + i`. */
export type AnswerCounts = { readonly scale: Scale; readonly counts: readonly number[] };

/** More points than this are no rating scale, and a slip in its ends must not fill the memory. */
const MOST_POINTS = 1001;

/** `0-10`. */
export function scaleText({ min, max }: Scale): string {
  return `${min}-${max}`;
}

/** @throws RangeError unless both ends are whole and the lower one comes first. */
export function refuseBadScale(name: string, { min, max }: Scale): void {
  if (!(Number.isInteger(min) && Number.isInteger(max) && min < max && max - min < MOST_POINTS)) {
    throw new RangeError(`${name}: "scale" must run from one whole number up to another, such as 0-10, got ${min}-${max}`);
  }
}

/**
 * Counts answers by the point given.
 * @throws RangeError, naming the place, for an answer that is no point of the scale: another scale must not slip in.
 */
export function countAnswers(name: string, answers: ArrayLike<number>, scale: Scale): AnswerCounts {
  refuseBadScale(name, scale);
  const counts = Array.from({ length: scale.max - scale.min + 1 }, () => 0);
  for (let i = 0; i < answers.length; i += 1) {
    const answer = answers[i];
    if (!(Number.isInteger(answer) && answer >= scale.min && answer <= scale.max)) {
      throw new RangeError(`${name}: answer ${i + 1} is ${answer}, not a point of the scale ${scaleText(scale)}`);
    }
    counts[answer - scale.min] += 1;
  }
  return { scale, counts };
}

/** @throws RangeError unless there is one count for every point of the scale. */
export function refuseBadAnswers(name: string, { scale, counts }: AnswerCounts): void {
  refuseBadScale(name, scale);
  const points = scale.max - scale.min + 1;
  if (counts.length !== points) {
    throw new RangeError(`${name}: "counts" needs ${points} counts, one for each point of ${scaleText(scale)}, got ${counts.length}`);
  }
  for (const [i, count] of counts.entries()) {
    if (!(Number.isInteger(count) && count >= 0)) {
      throw new RangeError(`${name}: the count of point ${scale.min + i} must be a whole number of at least 0, got ${count}`);
    }
  }
}

/** How many answers lie from one point to another, both included. */
export function countBetween({ scale, counts }: AnswerCounts, from: number, to: number): number {
  let sum = 0;
  for (const [i, count] of counts.entries()) if (scale.min + i >= from && scale.min + i <= to) sum += count;
  return sum;
}

/** How many answers there are in all. */
export function answersIn({ counts }: AnswerCounts): number {
  return counts.reduce((sum, count) => sum + count, 0);
}
