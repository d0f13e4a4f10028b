import { useSyncExternalStore } from "react";

/** Whether this browser still shows the first steps: put away by hand, or seen to their end. What is done is never kept here. */
export type Shown = "shown" | "away" | "finished";

const place = "counterseat.first-steps";
const listeners = new Set<() => void>();

export function useShown(): Shown {
  return useSyncExternalStore(listen, remembered);
}

export function keepShown(shown: Shown): void {
  if (shown === "shown") localStorage.removeItem(place);
  else localStorage.setItem(place, shown);
  for (const tell of listeners) tell();
}

function remembered(): Shown {
  const value = localStorage.getItem(place);
  return value === "away" || value === "finished" ? value : "shown";
}

function listen(tell: () => void): () => void {
  listeners.add(tell);
  return () => listeners.delete(tell);
}
