import type { Metric, Samples } from "../../platform/metric.ts";
import { toGroups, toSamples } from "../../platform/samples.ts";
import { whileUnchanged } from "../../platform/while-unchanged.ts";
import { experienceFilter } from "../experience.ts";

const kept = whileUnchanged<Samples>();

/** The *experienced* side of a cell: what customers answer to the question the leaders also get, on 0–100. */
const PERSON = ["customer", "respondent"] as const;

export const experienced: Metric = {
  id: "voice.experienced",
  version: 1,
  title: "Customers say",
  definition:
    "The mean of what customers answered about this stage, on 0–100. A customer who answered more than once counts once. Answers of your own people who are customers are left out.",
  unit: "points",
  higherIs: "better",
  owner: "voice",
  async samples(ctx, scope) {
    const filter = await experienceFilter(ctx, scope);
    return kept(ctx.events, JSON.stringify(filter), async () =>
      toSamples(
        await ctx.events.scan({ filter, numbers: ["points", "time"], words: ["stage"], codes: ["customer", "respondent"] }),
        PERSON,
      ),
    );
  },
  async groups(ctx, scope) {
    const scan = await ctx.events.scan({
      filter: await experienceFilter(ctx, scope),
      numbers: ["points"],
      words: ["stage", "segment", "channel"],
      codes: ["customer", "respondent"],
    });
    return toGroups(scan, PERSON);
  },
};
