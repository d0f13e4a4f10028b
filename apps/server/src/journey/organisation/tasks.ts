import {
  type CaseFilter,
  countDemand,
  countWork,
  type Friction,
  handOvers,
  journeyKinds,
  keepPromise,
  ruleFriction,
  sendBacks,
  solved,
  stepConsistency,
} from "@counterseat/journey";
import type { CompanyFacts } from "./company-facts.ts";
import { type DetailRef, type Details, withDetails } from "./details.ts";

type Asked = DetailRef & { readonly filters: readonly CaseFilter[]; readonly facts: CompanyFacts };
const DAY = 86_400_000;
/** Without causes that say so, whoever asks for the same within two weeks asks once more. */
const REPEAT_WITHIN = 14 * DAY;
/** A broken promise and leaving are seen together when no more than this lies between. */
const GONE_WITHIN = 100 * DAY;

/** What each of these answers stands in the words of the operation that asks it. Codes have become names; times are seconds. */
export const organisationTasks = {
  "journey.demand": (input: Asked) =>
    withDetails(input, (details) => {
      const { demand, causes } = contacts(details, input.facts);
      const channels = countsBy(details, { facts: input.facts, causeOfCase: demand.causeOfCase });
      return {
        total: demand.total,
        causes: causes.map((cause, i) => ({
          ...cause,
          contacts: demand.contacts[i] ?? 0,
          median: demand.median[i] ?? Number.NaN,
          byChannel: channels[i] ?? {},
        })),
      };
    }),
  "journey.work": (input: Asked) =>
    withDetails(input, (details) => {
      const { log } = details;
      const { demand, causes } = contacts(details, input.facts);
      const steps = log.activities.map((id) => input.facts.steps[id]);
      const classes = ["value", "necessary", "waste", "by-cause"];
      const units = siloByPosition(details, input.facts, "work");
      const work = countWork({
        log,
        classOf: Int8Array.from(steps, (step) => (step?.work === null || step === undefined ? -1 : classes.indexOf(step.work))),
        minutes: Float64Array.from(steps, (step) => step?.minutes ?? 0),
        unit: units,
        units: input.facts.silos.length,
        demand: Int8Array.from(demand.causeOfCase, (cause) => (cause < 0 ? -1 : causes[cause]?.demand === "value" ? 0 : 1)),
      });
      return { ...work, byStep: named(work.byStep, log.activities) };
    }),
  "journey.handOvers": (input: Asked & { stuckAfter: number }) =>
    withDetails(input, (details) => {
      const { log } = details;
      const silo = siloByPosition(details, input.facts, "doing");
      const found = handOvers({ log, silo, silos: input.facts.silos.length, stuckAfter: input.stuckAfter });
      const name = (step: number) => log.activities[step] ?? "";
      return {
        ...found,
        within: [...found.within],
        handOvers: found.handOvers.map((one) => ({ ...one, fromStep: name(one.fromStep), toStep: name(one.toStep) })),
        sendBacks: sendBacks(log).map((one) => ({ ...one, from: name(one.from), to: name(one.to) })),
        knownSilo: silo.reduce((n, one) => n + (one >= 0 ? 1 : 0), 0),
        events: log.events,
      };
    }),
  "journey.handOver": (input: Asked & { from: number; to: number; asOf: number; stuckAfter: number }) =>
    withDetails(input, (details) => {
      const { log, customer, leaves, monthly, answers } = details;
      const silo = siloByPosition(details, input.facts, "doing");
      const waits: number[] = [];
      const worth = new Map<number, number>();
      const gone = { stuck: { n: 0, gone: 0 }, others: { n: 0, gone: 0 } };
      const lost = new Map<number, number>();
      const places: number[] = [];
      for (let c = 0; c < log.cases; c += 1) {
        let [before, longest, arrived] = [-1, -1, 0];
        for (let i = log.offsets[c] ?? 0; i < (log.offsets[c + 1] ?? 0); i += 1) {
          const now = silo[i] ?? -1;
          if (now < 0) continue;
          const [then, at] = [log.time[before] ?? Number.NaN, log.time[i] ?? Number.NaN];
          if (before >= 0 && silo[before] === input.from && now === input.to) {
            waits.push((at - then) / 1000);
            if ((at - then) / 1000 > longest) [longest, arrived] = [(at - then) / 1000, at];
          }
          before = i;
        }
        if (longest < 0) continue;
        places.push(...(answers.get(log.caseCode[c] ?? -1) ?? []));
        const [who, until, month] = [customer[c] ?? -1, leaves[c] ?? Number.NaN, monthly[c] ?? Number.NaN];
        if (who < 0 || Number.isNaN(until) || until < arrived) continue;
        if (until > input.asOf && !Number.isNaN(month)) worth.set(who, 12 * month);
        if (until <= arrived + GONE_WITHIN && !Number.isNaN(month)) lost.set(who, 12 * month);
        if (arrived + GONE_WITHIN > input.asOf) continue;
        const side = longest > input.stuckAfter ? gone.stuck : gone.others;
        side.n += 1;
        if (until <= arrived + GONE_WITHIN) side.gone += 1;
      }
      const sum = (values: Iterable<number>) => [...values].reduce((total, one) => total + one, 0);
      return {
        waits: Float64Array.from(waits).sort(),
        worth: { customers: worth.size, yearly: sum(worth.values()) },
        lost: { customers: lost.size, yearly: sum(lost.values()) },
        gone,
        places,
      };
    }),
  "journey.consistency": (input: Asked) =>
    withDetails(input, (details) => {
      const { log, channels } = details;
      const { kinds, kindOfCase } = journeyKinds(log);
      const name = (step: number) => log.activities[step] ?? "";
      const first = channelOfCase(details, input.facts);
      return {
        channels,
        kinds: kinds.map((kind, k) => {
          const group = Int32Array.from(first, (code, c) => (kindOfCase[c] === k ? code : -1));
          const found = stepConsistency({ log, kind, group, groups: channels.length });
          const step = (one: (typeof found.steps)[number]) => ({
            ...one,
            step: name(one.step),
            with: [...one.with],
            through: one.through === null ? null : name(one.through),
          });
          return {
            begins: name(kind.begins),
            ends: name(kind.ends),
            cases: kind.cases,
            tests: found.tests,
            finished: [...found.finished],
            compared: found.compared,
            steps: found.steps.map(step),
            repeats: found.repeats.map(step),
            waits: found.waits.map((wait) => ({ ...wait, from: name(wait.from), to: name(wait.to), medians: [...wait.medians] })),
          };
        }),
      };
    }),
  "journey.solved": (input: Asked) =>
    withDetails(input, (details) => {
      const { demand, causes } = contacts(details, input.facts);
      const { cameBack: _cases, ...found } = solved({
        log: details.log,
        customer: details.customer,
        cause: demand.causeOfCase,
        repeats: Uint8Array.from(causes, (cause) => (cause.demand === "repeat" ? 1 : 0)),
        said: details.said,
        within: REPEAT_WITHIN,
      });
      return { ...found, contacts: demand.total, marked: causes.some((cause) => cause.demand === "repeat") };
    }),
  "journey.friction": (
    input: Asked & { rules: readonly { readonly step: string; readonly kind: string | null; readonly from: number }[] },
  ) =>
    withDetails(input, (details) => {
      const { log, kind, kinds } = details;
      const { demand } = contacts(details, input.facts);
      const stratum = demand.total > 0 ? demand.causeOfCase : journeyKinds(log).kindOfCase;
      return {
        rules: input.rules.map((rule): Friction | null => {
          const step = log.activities.indexOf(rule.step);
          if (step < 0) return null;
          const only = rule.kind === null ? null : kinds.indexOf(rule.kind);
          const met = Uint8Array.from(log.activity, (one, i) => (one === step && (only === null || kind[i] === only) ? 1 : 0));
          return ruleFriction({ log, step, met, stratum, score: details.score, from: rule.from });
        }),
      };
    }),
  "journey.promises": (
    input: Asked & {
      asOf: number;
      promises: readonly {
        readonly start: string;
        readonly startKind: string | null;
        readonly by: "reaching" | "avoiding";
        readonly step: string;
        readonly hours: number | null;
        readonly from: number;
      }[];
    },
  ) =>
    withDetails(input, (details) => {
      const { log, kind, kinds, leaves } = details;
      return {
        promises: input.promises.map((promise) => {
          const start = log.activities.indexOf(promise.start);
          const step = log.activities.indexOf(promise.step);
          if (start < 0) return null;
          const only = promise.startKind === null ? null : kinds.indexOf(promise.startKind);
          const starts = only === null ? null : Uint8Array.from(kind, (code) => (code === only ? 1 : 0));
          const within = promise.hours === null ? null : promise.hours * 3_600_000;
          const found = keepPromise(log, { start, starts, by: promise.by, step, within, from: promise.from }, input.asOf);
          const gone = { kept: { n: 0, gone: 0 }, broken: { n: 0, gone: 0 } };
          for (let c = 0; c < log.cases; c += 1) {
            const outcome = found.outcome[c] ?? -1;
            const begun = log.time[log.offsets[c] ?? 0] ?? Number.NaN;
            const until = leaves[c] ?? Number.NaN;
            // Known both who left and who stayed: only where the whole span lies in the record, and for who was a customer then.
            if (outcome < 0 || Number.isNaN(until) || until < begun || begun + GONE_WITHIN > input.asOf) continue;
            const side = outcome === 1 ? gone.kept : gone.broken;
            side.n += 1;
            if (until <= begun + GONE_WITHIN) side.gone += 1;
          }
          const waits = Float64Array.from(found.took).sort();
          return { n: found.n, kept: found.kept, open: found.open, median: waits[Math.floor(waits.length / 2)] ?? null, gone };
        }),
      };
    }),
};

/** Contacts by cause: what an event tells as its kind, where the company knows it as a cause. */
function contacts(details: Details, facts: CompanyFacts) {
  const causes = facts.causes;
  const causeOfKind = details.kinds.map((kind) => causes.findIndex((cause) => cause.id === kind));
  const cause = details.kind.map((kind) => causeOfKind[kind] ?? -1);
  return { demand: countDemand({ log: details.log, cause, causes: causes.length }), causes };
}

/** Position -> department. `doing`: who did it, as the event tells; `work`: whose work it is, as the company has it. */
function siloByPosition({ log, unit, units }: Details, facts: CompanyFacts, by: "doing" | "work"): Int32Array {
  const told = Int32Array.from(units, (id) => facts.siloOfUnit[id] ?? -1);
  const steps = log.activities.map((id) => facts.steps[id]);
  return Int32Array.from(log.activity, (code, i) => {
    const step = steps[code];
    if (by === "doing" && step?.byCustomer === true) return -1;
    const doing = told[unit[i] ?? -1] ?? -1;
    if (by === "work") return step?.silo ?? (doing >= 0 ? doing : -1);
    return doing >= 0 ? doing : (step?.silo ?? step?.ownerSilo ?? -1);
  });
}

/** Case -> the channel in which the company first acted; where it never did, the first that any event tells. */
function channelOfCase({ log, channel }: Details, facts: CompanyFacts): Int32Array {
  const byCustomer = log.activities.map((id) => facts.steps[id]?.byCustomer === true);
  return Int32Array.from({ length: log.cases }, (_, c) => {
    let first = -1;
    for (let i = log.offsets[c] ?? 0; i < (log.offsets[c + 1] ?? 0); i += 1) {
      const code = channel[i] ?? -1;
      if (code < 0) continue;
      if (byCustomer[log.activity[i] ?? -1] !== true) return code;
      if (first < 0) first = code;
    }
    return first;
  });
}

/** Cause -> channel -> contacts. */
function countsBy(details: Details, { facts, causeOfCase }: { facts: CompanyFacts; causeOfCase: Int32Array }): Record<string, number>[] {
  const channel = channelOfCase(details, facts);
  const counts: Record<string, number>[] = [];
  for (const [c, cause] of causeOfCase.entries()) {
    const name = details.channels[channel[c] ?? -1];
    if (cause < 0 || name === undefined) continue;
    const own = (counts[cause] ??= {});
    own[name] = (own[name] ?? 0) + 1;
  }
  return counts;
}

function named(values: Float64Array, names: readonly string[]): { step: string; minutes: number }[] {
  return [...values]
    .flatMap((minutes, i) => (minutes > 0 ? [{ step: names[i] ?? "", minutes }] : []))
    .sort((a, b) => b.minutes - a.minutes);
}
