import { z } from "zod";
import { Figure } from "../../platform/figure.ts";
import { personal } from "../../platform/personal.ts";
import { where } from "../case-filters.ts";

/** What every question about the organisation behind a journey takes. */
export const About = z.object({ log: z.string().optional(), where });

const Named = z.object({ id: z.string(), label: z.string() });
const asked = {
  log: z.string().nullable().describe("null: there is no event log yet"),
  allCases: z.number().describe("journeys of the log before filters"),
};

export const Demand = z
  .object({
    ...asked,
    contacts: z.number().describe("journeys in which a customer told a cause that the company knows"),
    failure: Figure,
    causes: z.array(
      Named.extend({
        demand: z.enum(["value", "failure", "repeat"]),
        unit: Named.nullable().describe("whose failure brings it"),
        contacts: z.number(),
        share: z.number().describe("of all contacts, 0-1"),
        median: z.number().nullable().describe("seconds until its journey ended"),
        byChannel: z.record(z.string(), z.number()),
      }),
    ),
    units: z
      .array(Named.extend({ contacts: z.number(), share: Figure }))
      .describe("failure demand by who causes it; shares of failure demand"),
  })
  .meta({ id: "Demand" });

const Minutes = { value: z.number(), necessary: z.number(), waste: z.number() };
export const WorkDone = z
  .object({
    ...asked,
    ...Minutes,
    share: Figure.describe("value-adding of all work"),
    units: z.array(Named.extend({ ...Minutes, share: Figure })),
    unknownUnit: z.number().describe("minutes whose unit is not known; in the totals, in no unit"),
    steps: z.array(Named.extend({ minutes: z.number() })),
    unclassed: z.array(Named).describe("steps of the company that nobody has said anything about"),
  })
  .meta({ id: "WorkDone" });

export const HandedOver = z
  .object({
    ...asked,
    cases: z.number().describe("journeys with at least one hand-over"),
    perCase: z.number().nullable().describe("hand-overs of such a journey at the median"),
    between: z.number().describe("seconds between steps of two departments, in all"),
    within: z.array(Named.extend({ sum: z.number() })).describe("seconds between two steps of the same department"),
    handOvers: z.array(
      z.object({
        from: Named,
        to: Named,
        count: z.number(),
        cases: z.number(),
        median: z.number(),
        p90: z.number(),
        sum: z.number().describe("seconds customers waited, in all"),
        stuck: z.number().describe("took longer than a week"),
        most: z
          .object({ from: Named, to: Named, count: z.number(), median: z.number(), sum: z.number() })
          .describe("the two steps between which most of it passed"),
        stage: z.string().nullable().describe("the stage that is waited for"),
        owner: z.object({ id: z.string(), name: z.string() }).nullable().describe("who owns it"),
      }),
    ),
    sendBacks: z.array(
      z.object({
        from: Named,
        to: Named,
        cases: z.number(),
        share: Figure,
        times: z.number(),
        median: z.number(),
        sum: z.number(),
      }),
    ),
    knownShare: z.number().nullable().describe("of the steps, those whose department is known; the customer's own are not"),
  })
  .meta({ id: "HandedOver" });

const Money = z.object({ customers: z.number(), yearly: z.number().describe("whole units of the currency") });
export const OneHandOver = z
  .object({
    from: Named,
    to: Named,
    count: z.number(),
    median: z.number().nullable(),
    currency: z.string(),
    money: z
      .object({ still: Money, gone: Money.describe("whose last contract ended within 100 days after it") })
      .nullable()
      .describe("null for who may not see what customers are worth"),
    gone: z
      .object({ stuck: Figure, others: Figure })
      .describe("customers gone within 100 days, after more than a week of waiting and after less; an association"),
    voices: z.object({
      hidden: z.string().nullable(),
      comments: z.array(
        z.object({
          text: personal(z.string()),
          points: z.number(),
          time: z.string().nullable(),
          customer: personal(z.string(), "id").nullable(),
        }),
      ),
    }),
  })
  .meta({ id: "OneHandOver" });

const ByChannel = z.array(Named.extend({ n: z.number(), share: z.number() }));
const Uneven = z.object({
  step: Named,
  index: z.number().describe("100: the same share in every channel"),
  channels: ByChannel,
  without: z.number().describe("finished journeys without it"),
  odd: Named.describe("the channel furthest from all others"),
  oddWithout: z.number().describe("of those without it, how many came through that channel"),
  p: z.number(),
  different: z.boolean(),
  through: Named.nullable().describe("differs only because this step does"),
});
export const Evenness = z
  .object({
    ...asked,
    kinds: z.array(
      z.object({
        begins: Named,
        ends: Named,
        cases: z.number(),
        finished: z.number(),
        channels: z.array(Named).describe("those with enough finished journeys to be compared"),
        tests: z.number().describe("all adjusted together (Benjamini-Hochberg)"),
        steps: z.array(Uneven),
        repeats: z.array(Uneven),
        waits: z.array(
          z.object({ from: Named, to: Named, medians: z.record(z.string(), z.number().nullable()), p: z.number(), different: z.boolean() }),
        ),
      }),
    ),
  })
  .meta({ id: "Evenness" });

export const SolvedOrNot = z
  .object({
    ...asked,
    contacts: z.number(),
    byWord: Figure,
    byNoRepeat: Figure,
    firstTime: Figure,
    repeatsBy: z.enum(["cause", "same-cause-in-two-weeks"]).describe("how a repeat is known"),
    unmatched: z.number(),
  })
  .meta({ id: "SolvedOrNot" });

export const Frictions = z
  .object({
    ...asked,
    rules: z.array(
      z.object({
        id: z.string(),
        text: z.string(),
        saves: z.string(),
        owner: z.object({ id: z.string(), name: z.string() }).nullable(),
        step: Named.nullable(),
        kind: z.string().nullable(),
        cases: z.number(),
        waited: z.number().describe("seconds, in all"),
        median: z.number().nullable(),
        others: z.number().nullable().describe("the same where the rule does not hold"),
        shareOfWaiting: z.number().nullable().describe("of all waiting after that step, 0-1"),
        score: Figure,
        p: z.object({ wait: z.number().nullable(), score: z.number().nullable() }).describe("adjusted over all rules"),
        verdict: z.enum(["harm", "no-clear-harm", "not-known-yet", "not-measured"]),
      }),
    ),
  })
  .meta({ id: "Frictions" });

export const PromisesKept = z
  .object({
    ...asked,
    promises: z.array(
      z.object({
        id: z.string(),
        text: z.string(),
        stage: z.string().nullable(),
        owner: z.object({ id: z.string(), name: z.string() }).nullable(),
        measured: z.boolean().describe("false: the company has not said how events show it, or the log has no such step"),
        kept: Figure,
        open: z.number().describe("not due yet"),
        median: z.number().nullable().describe("seconds until it was reached"),
        gone: z.object({ kept: Figure, broken: Figure, ratio: Figure }).describe("customers gone within 100 days; an association"),
      }),
    ),
  })
  .meta({ id: "PromisesKept" });

export const DarkJourneys = z
  .object({
    log: asked.log,
    events: z.number(),
    unlinked: Figure.describe("share of events that no customer is known by"),
    steps: z.array(Named.extend({ events: z.number(), unlinked: z.number() })),
  })
  .meta({ id: "DarkJourneys" });
