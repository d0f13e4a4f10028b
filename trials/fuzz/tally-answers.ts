import type { Outcome } from "../http/connections.ts";
import type { Drawn } from "./draw-request.ts";

/** What was asked and answered, to see whether enough was tried. */
export interface Tally {
  add(drawn: Drawn, outcome: Outcome, shed: boolean): void;
  sent(): number;
  shed(): number;
  /** Of the owner's requests, the share in which the owner was not recognised. */
  blindShare(): number;
  /** For a person: what was never answered well, and what took longest. */
  lines(): string[];
}

interface Row {
  sent: number;
  done: number;
  slowest: number;
  total: number;
  /** What most often stood in the way, for operations that never went well. */
  refusals: Map<string, number>;
}
const SHOWN = 8;

export function createTally(): Tally {
  const rows = new Map<string, Row>();
  const statuses = new Map<string, number>();
  let sent = 0;
  let shed = 0;
  let owners = 0;
  let unknown = 0;
  return {
    add(drawn, outcome, wasShed) {
      sent += 1;
      if (wasShed) shed += 1;
      const status = outcome.kind === "answer" ? outcome.answer.status : 0;
      const name = outcome.kind === "answer" ? String(status) : outcome.kind;
      count(statuses, name);
      const row = rows.get(drawn.id) ?? { sent: 0, done: 0, slowest: 0, total: 0, refusals: new Map() };
      row.sent += 1;
      if (status >= 200 && status < 300) row.done += 1;
      else if (row.done === 0 && outcome.kind === "answer") count(row.refusals, detailOf(outcome.answer.body));
      row.slowest = Math.max(row.slowest, outcome.ms);
      row.total += outcome.ms;
      rows.set(drawn.id, row);
      // With an own cookie or key among its headers a request of the owner is not the owner's any more.
      if (drawn.caller !== "owner" || drawn.headers.some(([header]) => header === "cookie" || header === "authorization")) return;
      owners += 1;
      if (status === 401) unknown += 1;
    },
    sent: () => sent,
    shed: () => shed,
    blindShare: () => (owners === 0 ? 0 : unknown / owners),
    lines() {
      const all = [...rows.entries()];
      const never = all
        .filter(([id, { done }]) => done === 0 && id.includes("."))
        .map(([id, row]) => `\n  ${id}, ${row.sent}: ${usual(row.refusals)}`);
      const whole = all.reduce((sum, [, { total }]) => sum + total, 0);
      const slow = all.toSorted(([, x], [, y]) => y.slowest - x.slowest).slice(0, SHOWN);
      const dear = all.toSorted(([, x], [, y]) => y.total - x.total).slice(0, 2 * SHOWN);
      return [
        `answers: ${[...statuses.entries()]
          .sort()
          .map(([name, n]) => `${n} × ${name}`)
          .join(", ")}`,
        `never answered well: ${never.length === 0 ? "none" : never.join("")}`,
        `slowest: ${slow.map(([id, row]) => `${id} ${Math.round(row.slowest)} ms`).join(", ")}`,
        `most time: ${dear.map(([id, row]) => `${id} ${Math.round((100 * row.total) / whole)} % (${row.sent} × ${Math.round(row.total / row.sent)} ms)`).join(", ")}`,
      ];
    },
  };
}

function count(counts: Map<string, number>, name: string): void {
  if (counts.size < 200 || counts.has(name)) counts.set(name, (counts.get(name) ?? 0) + 1);
}

function detailOf(body: Buffer): string {
  return /"detail":"((?:[^"\\]|\\.)*)"/.exec(body.subarray(0, 1000).toString())?.[1]?.slice(0, 80) ?? "";
}

function usual(refusals: ReadonlyMap<string, number>): string {
  const most = [...refusals.entries()].sort(([, a], [, b]) => b - a).slice(0, 4);
  return most.map(([detail, n]) => `${n} × ${detail}`).join("; ");
}
