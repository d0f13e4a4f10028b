/** Late first, then by the day it is due. */
export function mostUrgentFirst<A extends { late: boolean; dueOn: string }>(actions: readonly A[]): A[] {
  return actions.toSorted((one, other) => Number(other.late) - Number(one.late) || one.dueOn.localeCompare(other.dueOn));
}

/** Whole calendar days from the viewer's today to the day it is due; negative when late. */
export function daysLeft(dueOn: string, now: Date): number {
  const today = Date.UTC(now.getFullYear(), now.getMonth(), now.getDate());
  return Math.round((Date.parse(`${dueOn.slice(0, 10)}T00:00:00Z`) - today) / 86_400_000);
}
