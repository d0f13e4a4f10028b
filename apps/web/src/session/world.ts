import { useSyncExternalStore } from "react";
import type { World } from "../api-types.ts";

/** Which rows the viewer asked to see; null leaves the choice to the server (own rows if there are any, else the sample). */
const place = "counterseat.world";
const listeners = new Set<() => void>();
let chosen: World | null = remembered();

export function useChosenWorld(): World | null {
  return useSyncExternalStore(listen, () => chosen);
}

export function chosenWorld(): World | null {
  return chosen;
}

export function chooseWorld(world: World | null): void {
  chosen = world;
  if (world === null) localStorage.removeItem(place);
  else localStorage.setItem(place, world);
  for (const tell of listeners) tell();
}

function remembered(): World | null {
  const value = localStorage.getItem(place);
  return value === "own" || value === "sample" ? value : null;
}

function listen(tell: () => void): () => void {
  listeners.add(tell);
  return () => listeners.delete(tell);
}
