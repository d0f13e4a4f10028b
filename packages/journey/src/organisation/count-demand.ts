import { quantilesReordering } from "@counterseat/stats";
import type { JourneyLog } from "../journey-log.ts";

export type DemandInput = {
  readonly log: JourneyLog;
  /** Position -> number of the cause told with the event, -1 none. */
  readonly cause: Int32Array;
  readonly causes: number;
};

export type Demand = {
  /** Case -> the first cause told in it, -1 where none is: such a case is no contact. */
  readonly causeOfCase: Int32Array;
  /** Cause -> contacts. */
  readonly contacts: Int32Array;
  /** Cause -> seconds from the contact to the end of its case at the median, NaN without contacts. */
  readonly median: Float64Array;
  readonly total: number;
};

/** Why customers contact us: a contact is a case that tells a cause, once, however often the case repeats it (J. Seddon, Freedom from Command and Control). */
export function countDemand({ log, cause, causes }: DemandInput): Demand {
  if (cause.length !== log.events) throw new RangeError(`${cause.length} causes for ${log.events} events`);
  const causeOfCase = new Int32Array(log.cases).fill(-1);
  const contacts = new Int32Array(causes);
  const took: number[][] = Array.from({ length: causes }, () => []);
  for (let c = 0; c < log.cases; c += 1) {
    const end = log.offsets[c + 1];
    for (let i = log.offsets[c]; i < end; i += 1) {
      if (cause[i] < 0) continue;
      causeOfCase[c] = cause[i];
      contacts[cause[i]] += 1;
      took[cause[i]].push((log.time[end - 1] - log.time[i]) / 1000);
      break;
    }
  }
  const median = Float64Array.from(took, (all) => (all.length === 0 ? Number.NaN : quantilesReordering(Float64Array.from(all), [0.5])[0]));
  return { causeOfCase, contacts, median, total: contacts.reduce((sum, n) => sum + n, 0) };
}
