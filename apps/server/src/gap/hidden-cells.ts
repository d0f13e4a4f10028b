import { suppress } from "@counterseat/stats";
import { type Groups, NOBODYS } from "../platform/metric.ts";
import { GROUP_MINIMUM } from "../platform/small-groups.ts";

export type WhyHidden = "hidden-small-group" | "hidden-by-subtraction" | "hidden-crossing";

interface Place {
  readonly stage: string;
  readonly segment: string | null;
  readonly channel: string | null;
}

/**
 * Why the people of a place may not be shown. A group under five is hidden; and where the others and the total would give it away by
 * subtraction, the fewest, then smallest, further groups are hidden with it. `people` is how many the place itself has.
 */
export function whyHidden(groups: Groups, place: Place, people: number): WhyHidden | null {
  if (small(people)) return "hidden-small-group";
  const { stage, segment, channel } = place;
  if (segment === null && channel === null) return null;
  if (segment !== null && channel !== null) return smallCrossing(groups, stage) ? "hidden-crossing" : null;
  // Who is counted in several groups is no cell of a table: what is left of the total is looked at by itself.
  if (small(groups.people(stage, null, null) - people)) return "hidden-by-subtraction";
  const sizes =
    segment === null
      ? sizesOf(groups.channels, (one) => groups.people(stage, null, one))
      : sizesOf(groups.segments, (one) => groups.people(stage, one, null));
  const chosen = segment ?? channel ?? NOBODYS;
  return groups.everywhere ? amongShared(sizes, chosen) : amongApart(sizes, chosen);
}

/** Everybody is in one group, who names none in one of their own: the total less the shown groups is what the hidden ones hold together. */
function amongApart(sizes: ReadonlyMap<string, number>, chosen: string): WhyHidden | null {
  const { primary, complementary } = suppress({ cells: Object.fromEntries(sizes), k: GROUP_MINIMUM });
  if (primary.includes(chosen)) return "hidden-small-group";
  return complementary.includes(chosen) ? "hidden-by-subtraction" : null;
}

/**
 * Who names no group counts in every one, so a group that is shown is its own people and those. What those say can be seen under any group
 * nobody names, or worked out where all groups are shown; so they protect nobody, and the named groups have to protect one another.
 */
function amongShared(sizes: ReadonlyMap<string, number>, chosen: string): WhyHidden | null {
  const { [NOBODYS]: nobodys = 0, ...named } = Object.fromEntries(sizes);
  const { primary, complementary, hideTotal } = suppress({ cells: named, k: GROUP_MINIMUM });
  const hidden = [...primary, ...complementary];
  if (hideTotal || hidden.includes(chosen)) return "hidden-by-subtraction";
  // The sum of all groups shown, less the total, is what those who name none said, once for each group but one.
  const worksOut = small(nobodys) && hidden.length === 0 && Object.values(named).filter((n) => n > 0).length > 1;
  const helper = worksOut ? suppress({ cells: { ...named, [NOBODYS]: nobodys }, k: GROUP_MINIMUM }).complementary : [];
  return helper.includes(chosen) ? "hidden-by-subtraction" : null;
}

/**
 * Whether some crossing of a segment and a channel holds one to four people. Then no crossing is shown at all: with the
 * margins published, any other rule leaves sums from which the small one can be worked out.
 */
function smallCrossing(groups: Groups, stage: string): boolean {
  return [...groups.segments, NOBODYS].some((segment) =>
    [...groups.channels, NOBODYS].some((channel) => small(groups.people(stage, segment, channel))),
  );
}

function small(people: number): boolean {
  return people > 0 && people < GROUP_MINIMUM;
}

function sizesOf(names: readonly string[], people: (name: string) => number): Map<string, number> {
  return new Map([...names, NOBODYS].map((name) => [name, people(name)]));
}
