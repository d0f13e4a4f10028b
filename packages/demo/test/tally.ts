import { chunks, type DemoOptions } from "@counterseat/demo";
import { readers } from "./rows.ts";

const DAY = 86_400_000;
const SLOW_DAYS = 2;
const REPORTED_UP_TO = 600;

interface OpenCase {
  channel: string | null;
  returned: boolean;
  confirmed: boolean;
  installed: boolean;
  missed: boolean;
  openedAt: number;
  repairedAt: number;
}

/** Counts over the events of one company; everything the story's tests read, in one pass. */
export interface Tally {
  readonly events: number;
  readonly activities: ReadonlyMap<string, number>;
  readonly failures: ReadonlyMap<string, number>;
  readonly installed: number;
  readonly returned: number;
  readonly skippedPartner: number;
  readonly skipped: number;
  readonly partner: number;
  readonly kept: number;
  readonly slow: { n: number; gone: number };
  readonly fast: { n: number; gone: number };
}

/** `monthEnds` are UTC milliseconds of the first instants of months 1 to 25. */
export function tallyOf(options: DemoOptions, monthEnds: readonly number[]): Tally {
  const activities = new Map<string, number>();
  const failures = new Map<string, number>();
  const tally = {
    events: 0,
    installed: 0,
    returned: 0,
    skippedPartner: 0,
    skipped: 0,
    partner: 0,
    kept: 0,
    slow: { n: 0, gone: 0 },
    fast: { n: 0, gone: 0 },
  };
  const count = (map: Map<string, number>, key: string): void => void map.set(key, (map.get(key) ?? 0) + 1);
  let customer: string | null = null;
  let cases = new Map<string, OpenCase>();
  let left: number[] = [];
  let back: number[] = [];

  const activeAt = (time: number): boolean => left.filter((day) => day <= time).length <= back.filter((day) => day <= time).length;
  const finish = (): void => {
    for (const [id, one] of cases) {
      if (id.startsWith("O-") && one.installed) {
        tally.installed += 1;
        if (one.returned) tally.returned += 1;
        if (!one.missed) tally.kept += 1;
        if (one.channel === "partner") tally.partner += 1;
        if (!one.confirmed) tally.skipped += 1;
        if (!one.confirmed && one.channel === "partner") tally.skippedPartner += 1;
      }
      if (Number.isNaN(one.repairedAt) || one.openedAt > monthEnds[0] + REPORTED_UP_TO * DAY) continue;
      const month = monthEnds.findIndex((begin, i) => begin <= one.openedAt && one.openedAt < monthEnds[i + 1]);
      const group = one.repairedAt - one.openedAt > SLOW_DAYS * DAY ? tally.slow : tally.fast;
      group.n += 1;
      if (!activeAt(monthEnds[month + 4])) group.gone += 1;
    }
    cases = new Map();
    left = [];
    back = [];
  };

  for (const chunk of chunks(options, ["events"])) {
    tally.events += chunk.length;
    const [who, activity, caseId, channel, time, department] = readers(chunk, [
      "customer",
      "activity",
      "case",
      "channel",
      "time",
      "department",
    ]);
    for (let row = 0; row < chunk.length; row++) {
      const what = String(activity(row));
      count(activities, what);
      const owner = who(row);
      if (owner !== customer) {
        finish();
        customer = owner === null ? null : String(owner);
      }
      if (owner === null) continue;
      if (what === "service_ended") left.push(Number(time(row)));
      if (what === "returned") back.push(Number(time(row)));
      const key = caseId(row);
      if (key === null) continue;
      const one = cases.get(String(key)) ?? {
        channel: null,
        returned: false,
        confirmed: false,
        installed: false,
        missed: false,
        openedAt: NaN,
        repairedAt: NaN,
      };
      cases.set(String(key), one);
      if (what === "order_placed") one.channel = String(channel(row));
      if (what === "returned_to_shop") one.returned = true;
      if (what === "appointment_confirmed") one.confirmed = true;
      if (what === "window_missed") one.missed = true;
      if (what === "install_done") one.installed = true;
      if (what === "repair_done") one.repairedAt = Number(time(row));
      if (what === "contact_opened") {
        one.openedAt = Number(time(row));
        const by = department(row);
        if (by !== null) count(failures, String(by));
      }
    }
  }
  finish();
  return { ...tally, activities, failures };
}
