import type { Actor } from "../platform/operation.ts";
import type { Tx } from "../platform/records/contract.ts";
import type { World } from "../platform/world.ts";
import { readList } from "./store.ts";

/**
 * The people an actor's work is about: null = everybody's. Somebody narrowed to a unit is given the people of that unit and of
 * the units under it; a unit the company does not know holds nobody.
 */
export async function peopleInReach(db: Tx, world: World, actor: Pick<Actor, "unit">): Promise<ReadonlySet<string> | null> {
  if (actor.unit === null) return null;
  const units = unitsUnder(await readList(db, world, "units"), actor.unit);
  const people = await readList(db, world, "people");
  return new Set(people.filter((person) => person.unitId !== null && units.has(person.unitId)).map((person) => person.id));
}

/** A unit and everything below it; a circle in the list ends where it began. */
export function unitsUnder(units: readonly { id: string; parentId: string | null }[], top: string): Set<string> {
  const found = new Set(units.some((unit) => unit.id === top) ? [top] : []);
  for (let size = -1; size !== found.size;) {
    size = found.size;
    for (const unit of units) if (unit.parentId !== null && found.has(unit.parentId)) found.add(unit.id);
  }
  return found;
}
