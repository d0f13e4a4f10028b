/** A page somebody was at: its address and the name it had. */
export type Visit = { path: string; search: string; name: string };

/** Kept by the tab and gone with it: a name may be a customer's id, which must not lie around in a browser others use. */
const place = "counterseat.visits";
const MOST = 8;

/** Notes where the viewer is, the newest first, each page once. */
export function noteVisit(visit: Visit): void {
  const others = visits().filter((each) => each.path !== visit.path);
  sessionStorage.setItem(place, JSON.stringify([visit, ...others].slice(0, MOST)));
}

export function visits(): Visit[] {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(place) ?? "[]");
    return Array.isArray(kept) ? kept.filter(isVisit) : [];
  } catch {
    return [];
  }
}

/** For signing out: the next person at this tab starts without a past. */
export function forgetVisits(): void {
  sessionStorage.removeItem(place);
}

function isVisit(value: unknown): value is Visit {
  if (typeof value !== "object" || value === null) return false;
  const { path, search, name } = value as Partial<Visit>; // each part is looked at
  return typeof path === "string" && path.startsWith("/") && typeof search === "string" && typeof name === "string";
}
