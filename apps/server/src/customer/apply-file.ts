import { stat } from "node:fs/promises";
import { type Applied, FORGOTTEN, type Rows, type Stamp } from "../platform/events/contract.ts";
import type { Applier } from "../platform/events/owner.ts";
import { writeProof } from "./consent/proof.ts";
import type { FileSettings } from "./begin-import.ts";
import { idOfName } from "./ingest/dimension-names.ts";
import { toMinor } from "../platform/money.ts";
import { addTo, type Money, moneyOf } from "./money-sums.ts";
import { peopleReader } from "./people-of.ts";
import { type Batch, type Plan, readBatches } from "./reading/index.ts";

const SHOWN_PROBLEMS = 100;
/** Rows that say how things stand, not what happened. */
const TELLS_STATES: ReadonlySet<string> = new Set(["customers", "subscriptions", "consents"]);
const BATCH = 8192;

/** Applies a kept file: reads it by its plan and appends its rows, all or none. Runs in the owner thread. */
export const applyFile: Applier = async ({ apply, record, file, progress }) => {
  const settings = record.header.settings as unknown as FileSettings; // written by begin-import.ts
  const plan = settings.plan as Plan;
  if (file === null) throw new Error("the record has no file");
  const stamp: Stamp = { stream: settings.kind, source: record.header.source, import: settings.import, world: settings.world };
  const counts = { read: 0, accepted: 0, refused: 0, alreadyKnown: 0 };
  const problems: Applied["problems"][number][] = [];
  /** Rows of people who asked to be forgotten. */
  let forgotten = 0;
  const money: Money = { fallback: settings.currency, told: {}, refused: {}, kept: null, unreadable: 0 };
  const same = await apply.sameFile(stamp, record.header.file?.sha256 ?? "");
  // Where some of its rows were known from another file then, that one may have been undone since: they are looked at again.
  if (same !== null && same.result.alreadyKnown === 0)
    return {
      ...counts,
      read: same.result.read,
      refused: same.result.refused,
      alreadyKnown: same.result.accepted,
      problems,
      overlap: null,
      error: null,
      money: moneyOf(same.result),
    };
  const peopleIn = peopleReader(plan);
  const size = Math.max(1, (await stat(file)).size);
  for await (const batch of readBatches({ path: file, plan, batchSize: BATCH })) {
    // Who comes back under a new name is known by mail or telephone, so that is looked at first.
    const people = peopleIn?.(batch) ?? null;
    const gone = people !== null && people.customer.length > 0 ? await apply.people(stamp, people) : 0;
    const left = await apply.append(stamp, toRows(batch, settings, record.header.at));
    const refused = batch.refused.length > 0 ? await apply.refuse(settings.import, batch.refused) : [];
    if (plan.map.amount !== undefined) addUp(money, batch, new Set(left));
    counts.read += batch.length + batch.refused.length;
    counts.accepted += batch.length - left.length - gone;
    counts.refused += refused.length + left.length + gone;
    forgotten += left.length + gone + refused.filter(({ reason }) => reason === FORGOTTEN).length;
    for (const { row, field, reason } of refused.slice(0, SHOWN_PROBLEMS - problems.length)) problems.push({ row, field, reason });
    for (const i of left.slice(0, SHOWN_PROBLEMS - problems.length))
      problems.push({ row: batch.row[i] ?? 0, field: "customer", reason: FORGOTTEN });
    progress(Math.min(0.99, batch.bytesRead / size), counts.read);
  }
  if (TELLS_STATES.has(plan.kind)) {
    // A newer export tells the same states again, and some that have changed: these stand beside the old ones, and the newest counts.
    counts.alreadyKnown = await apply.overlap(stamp, true);
  } else if (plan.map.id !== undefined) {
    counts.alreadyKnown = await apply.dropKnownIds(stamp);
  } else if (settings.overlap !== "all") {
    const known = await apply.overlap(stamp, settings.overlap === "new");
    if (settings.overlap === "new") counts.alreadyKnown = known;
    else if (known > 0 && known === counts.accepted) {
      // The same rows in another wrapping (renamed, compressed, sorted): nothing to ask, nothing changes.
      counts.alreadyKnown = await apply.overlap(stamp, true);
    } else if (known > 0) {
      await apply.withdraw({ import: settings.import });
      return { ...counts, accepted: 0, problems, overlap: known, error: null, money, forgotten };
    }
  }
  return { ...counts, accepted: counts.accepted - counts.alreadyKnown, problems, overlap: null, error: null, money, forgotten };
};

/** Adds a batch to the sums of its file; `left` are rows that were not kept. */
function addUp(money: Money, batch: Batch, left: ReadonlySet<number>): void {
  const { amount, currency } = batch.columns;
  for (let i = 0; i < batch.length; i += 1) {
    const value = amount[i] ?? Number.NaN;
    if (Number.isNaN(value)) continue;
    const code = currency[i] ?? money.fallback;
    addTo(left.has(i) ? money.refused : money.told, code, toMinor(value, code));
  }
  for (const row of batch.refused) {
    const code = row.currency ?? money.fallback;
    if (row.amount === null) money.unreadable += 1;
    else addTo(money.refused, code, toMinor(row.amount, code));
  }
}

/** `at`: when the file came, UTC ms. */
function toRows(batch: Batch, settings: FileSettings, at: number): Rows {
  const c = batch.columns;
  if (settings.kind === "consents") return toConsents(batch, at);
  const plan = settings.plan as Plan;
  const scored = settings.kind === "responses" || settings.kind === "beliefs";
  return {
    length: batch.length,
    words: {
      activity: c.activity,
      stage: toIds(c.stage, settings.ids.stage),
      channel: toIds(c.channel, settings.ids.channel),
      owner: c.owner,
      segment: toIds(c.segment, settings.ids.segment),
      resource: c.resource,
      unit: c.unit,
      role: settings.kind === "beliefs" ? c.role.map(toRole) : c.role,
      kind: c.kind,
      scale: scored ? c.scale.map((scale) => scale ?? plan.scale) : c.scale,
      // What the organisation counts in today, written down: its currency may change, what was paid does not.
      currency: c.currency.map((code, i) => code ?? (Number.isNaN(c.amount[i] ?? Number.NaN) ? null : settings.currency)),
    },
    texts: {
      customer: c.customer,
      // An event without a case belongs to its customer's one journey.
      case: settings.kind === "events" ? c.case.map((value, i) => value ?? c.customer[i] ?? null) : c.case,
      id: c.id,
      respondent: c.respondent,
      comment: c.comment,
    },
    numbers: {
      time: plan.kind === "subscriptions" ? c.start : c.time,
      start: c.start,
      end: c.end,
      amount: c.amount.map((amount, i) => (Number.isNaN(amount) ? amount : toMinor(amount, c.currency[i] ?? settings.currency))),
      quantity: c.quantity,
      score: c.score,
      points: c.points,
    },
  };
}

/** What customers agreed to. What has no date was said when the file came: undated, it would count for less than everything dated. */
function toConsents({ length, columns: c }: Batch, at: number): Rows {
  return {
    length,
    words: { activity: c.activity, kind: c.kind },
    texts: { customer: c.customer, id: c.id, traits: c.comment.map((proof) => writeProof({ proof, by: null })) },
    numbers: { time: c.time.map((time) => (Number.isNaN(time) ? at : time)) },
  };
}

/** Ids of the company's lists. */
function toIds(column: readonly (string | null)[], known: Readonly<Record<string, string>>): (string | null)[] {
  const ids = new Map(Object.entries(known));
  return column.map((value) => (value === null ? null : (ids.get(value.toLowerCase()) ?? idOfName(value))));
}

/** The four roles in the spellings files use; another role stays as it is written. */
const ROLES: ReadonlyMap<string, string> = new Map([
  ["leader", "leader"],
  ["leadership", "leader"],
  ["executive", "leader"],
  ["exec", "leader"],
  ["board", "leader"],
  ["management_board", "leader"],
  ["manager", "manager"],
  ["front_line", "front_line"],
  ["frontline", "front_line"],
  ["agent", "front_line"],
  ["support_staff", "support_staff"],
]);

function toRole(role: string | null): string | null {
  if (role === null) return null;
  const plain = role
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, "_");
  return ROLES.get(plain) ?? ROLES.get(plain.replace(/s$/, "")) ?? role;
}
