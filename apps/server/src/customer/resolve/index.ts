import type { WorkContext } from "../../platform/operation.ts";
import type { SignalHandler } from "../../platform/signals.ts";
import { World } from "../../platform/world.ts";
import { doorOf } from "../ingest/index.ts";
import { decideIdentity } from "./decide-identity.ts";
import { getIdentity } from "./get-identity.ts";
import { listReview } from "./list-review.ts";
import { getResolution, resolveCustomers } from "./resolution.ts";
import { getTrust, putTrust } from "./put-trust.ts";
import { resolverOf } from "./resolver.ts";
import { forgetWorld, unendedRuns } from "./store.ts";

export { resolverOf };

/** Which names of sources are one customer, as a part of the slice. */
export const identityOperations = [getResolution, resolveCustomers, listReview, decideIdentity, getIdentity, getTrust, putTrust] as const;

export const worldCleared: SignalHandler = {
  signal: "world.cleared",
  name: "customer.forgetIdentity",
  handle: (tx, { world }) => forgetWorld(tx, world),
};

/** Resolves customers when files came or went, and first what a crash cut off. */
export async function keepResolved(ctx: WorkContext): Promise<void> {
  const resolver = resolverOf(ctx);
  const { ids } = doorOf(ctx);
  ctx.events.onApplied((name) => {
    // Only the company's own files come one by one, and events are its own.
    if (name !== null) resolver.soon("own");
    else if (ids.take()) resolver.inTime("own");
  });
  await resolver.follow();
  resolver.inTime("own"); // events that were applied while nobody looked
  for (const { world } of await unendedRuns(ctx.db)) resolver.soon(World.parse(world));
}
