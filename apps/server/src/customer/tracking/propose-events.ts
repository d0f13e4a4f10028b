import { GROUP_MINIMUM } from "../../platform/small-groups.ts";
import { isEnumeration, observe, type Rows, type SeenEvent, type SeenProperty, typeOfAll } from "./observe.ts";
import type { ExpectedProperty, PlanProposal } from "./words.ts";

/** Seen less often, it is not known whether a property always comes. */
const ENOUGH = 20;
const MOST = { events: 500, properties: 200, name: 200 };

/** Runs in the computing thread: the plan that fits what came, the most frequent event first. */
export function proposeEvents(rows: Rows): Pick<PlanProposal, "events" | "rows"> & { from: number | null; to: number | null } {
  const { events, ...looked } = observe(rows);
  const frequent = [...events].sort(([a, x], [b, y]) => y.n - x.n || (a < b ? -1 : 1)).slice(0, MOST.events);
  return { ...looked, events: frequent.map(([name, event]) => ({ name, properties: propertiesOf(event), n: event.n })) };
}

function propertiesOf(event: SeenEvent): ExpectedProperty[] {
  const named = [...event.properties].filter(([name]) => name.length <= MOST.name && name.trim() === name && name !== "");
  return named
    .sort(([a, x], [b, y]) => y.n - x.n || (a < b ? -1 : 1))
    .slice(0, MOST.properties)
    .map(([name, property]) => ({ name, required: event.n >= ENOUGH && property.n === event.n, ...kindOf(property) }));
}

/** An enumeration only where every value is told of enough customers: a plan is read by more people than its rows. */
function kindOf(property: SeenProperty): Pick<ExpectedProperty, "type" | "values"> {
  if (isEnumeration(property) && [...property.values.values()].every(({ customers }) => customers.size >= GROUP_MINIMUM))
    return { type: "enumeration", values: [...property.values.keys()].sort() };
  return { type: typeOfAll(property), values: null };
}
