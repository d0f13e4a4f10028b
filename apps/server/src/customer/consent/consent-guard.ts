import type { Events } from "../../platform/events/client.ts";
import type { Records } from "../../platform/records/contract.ts";
import type { EventRow } from "../ingest/event-row.ts";
import { Refusal } from "../ingest/refusal.ts";
import { isRefusable, namesOf } from "./purposes.ts";
import { purposesOf } from "./store.ts";

const HOUR = 3_600_000;
/** Names and purposes whose last answer is remembered; beyond it one is kept once more, which changes nothing. */
const REMEMBERED = 50_000;

/** What the door for events knows of consents. */
export interface ConsentGuard {
  /** Looks up what holds now; asked once for a request. */
  now(): Promise<ConsentsNow>;
  /** Of answers those that say something new: consent managers tell the same ones with every event. */
  news(told: readonly EventRow[]): EventRow[];
  /** Something else told of consents, or what was told could not be kept. */
  forget(): void;
}
export interface ConsentsNow {
  /** Why an event is not taken in; null where it is. `told`: what it says itself. */
  refusalOf(row: EventRow, told: readonly EventRow[]): Refusal | null;
}

/** Where nobody refused anything it costs two comparisons an event. */
export function createConsentGuard({
  records,
  events,
  clock,
}: {
  records: Records;
  events: Pick<Events, "stats" | "refusedNames">;
  clock: () => number;
}): ConsentGuard {
  let refused: { readonly at: number; readonly names: ReadonlySet<string> } = { at: 0, names: new Set() };
  const last = new Map<string, { kind: string | null; kept: number; last: number }>();

  async function refusedNow(): Promise<ReadonlySet<string>> {
    const at = events.stats().refusing;
    if (at !== refused.at) refused = { at, names: at === 0 ? new Set() : new Set(await events.refusedNames("own")) };
    return refused.names;
  }

  return {
    async now() {
      const names = await refusedNow();
      const purposes = (await purposesOf(records, clock())).filter(({ uses }) => uses.includes("analysis"));
      const refusable = new Set(purposes.filter(isRefusable).flatMap(namesOf));
      const asked = new Set(purposes.filter(({ basis }) => basis === "consent").flatMap(namesOf));
      const says = (told: readonly EventRow[], among: ReadonlySet<string>, kind: string) =>
        told.some((one) => one.kind === kind && among.has(one.activity?.toLowerCase() ?? ""));
      return {
        refusalOf(row, told) {
          if (told.length > 0 && says(told, refusable, "denied")) return refusal();
          if (!names.has(row.customer) && (row.respondent === null || !names.has(row.respondent))) return null;
          // Who agrees again says so with this very event.
          return told.length > 0 && says(told, asked, "granted") ? null : refusal();
        },
      };
    },
    news(told) {
      const kept: EventRow[] = [];
      for (const row of told) {
        const key = `${row.customer}\u0000${row.activity?.toLowerCase()}`;
        const before = last.get(key);
        const { kind, time } = row;
        if (before !== undefined && before.kind === kind && time < before.kept + HOUR) {
          before.last = Math.max(before.last, time);
          continue;
        }
        // What was said again meanwhile and not kept is later than this: without it, this would be the latest word.
        if (before !== undefined && before.kind !== kind && time < before.last && before.kept < before.last) {
          kept.push({ ...row, kind: before.kind, time: before.last });
          before.kept = before.last;
        }
        kept.push(row);
        if (before !== undefined && time < before.last) continue;
        if (last.size >= REMEMBERED) last.clear();
        last.set(key, { kind, kept: time, last: time });
      }
      return kept;
    },
    forget: () => last.clear(),
  };
}

function refusal(): Refusal {
  return new Refusal("no-consent", "This customer did not agree that what they do is analysed.");
}
