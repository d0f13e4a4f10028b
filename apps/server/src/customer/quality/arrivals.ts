import type { Tx } from "../../platform/records/contract.ts";
import type { World } from "../../platform/world.ts";
import { countDeadLetters } from "../ingest/store.ts";
import { type ImportRow, listImports } from "../store.ts";
import { readSourceDays } from "../tracking/store.ts";
import { dayOf } from "../tracking/tally.ts";
import { DAY_MS } from "./count-rows.ts";

/** How far back refused rows count, and days of arrival are looked for. */
const REFUSED_DAYS = 90;
const RHYTHM_DAYS = 400;
const MOST_DOWNLOADS = 3;

/** What arrived of one source: files, and events one by one. */
export interface Arrivals {
  /** Numbers of UTC days on which something arrived. */
  readonly days: readonly number[];
  /** UTC ms of the newest arrival. */
  readonly last: number | null;
  /** Of the last 90 days: how many rows and events came, and how many of them were refused and not mended. */
  readonly came: number;
  readonly refused: number;
  readonly reasons: readonly { readonly code: string; readonly of: "event" | "field"; readonly n: number }[];
  /** True: more were refused than reasons are known of. */
  readonly reasonsPartly: boolean;
  readonly downloads: readonly string[];
}

interface Reason {
  readonly code: string;
  readonly of: "event" | "field";
  n: number;
}
type Growing = { -readonly [K in Exclude<keyof Arrivals, "days" | "reasons" | "downloads">]: Arrivals[K] } & {
  readonly days: number[];
  readonly reasons: Reason[];
  readonly downloads: string[];
};

/** What arrived, by source. Nothing of a sample ever does: it was made here. */
export async function readArrivals(db: Tx, world: World, now: number): Promise<ReadonlyMap<string, Arrivals>> {
  const found = new Map<string, Growing>();
  const of = (source: string): Growing => {
    const mine = found.get(source) ?? { days: [], last: null, came: 0, refused: 0, reasons: [], reasonsPartly: false, downloads: [] };
    found.set(source, mine);
    return mine;
  };
  const imports = (await listImports(db)).filter((run) => run.world === world && run.state === "done" && run.read > 0);
  for (const run of imports) addImport(of(run.source), run, now);
  if (world !== "own") return found;
  const since = dayOf(now - REFUSED_DAYS * DAY_MS);
  for (const { source, day, accepted, refused, mended, lastAt } of await readSourceDays(db, dayOf(now - RHYTHM_DAYS * DAY_MS))) {
    const mine = of(source);
    if (accepted + refused > 0) mine.days.push(Date.parse(day) / DAY_MS);
    mine.last = Math.max(mine.last ?? 0, lastAt.getTime());
    if (day < since) continue;
    mine.came += accepted + refused;
    mine.refused += refused - mended;
  }
  for (const { source, reason, count } of await countDeadLetters(db, {}, now)) {
    const mine = of(source);
    mine.reasons.push({ code: reason, of: "event", n: count });
    const letters = `/api/v1/dead-letters/download?source=${encodeURIComponent(source)}`;
    if (!mine.downloads.includes(letters)) mine.downloads.unshift(letters);
  }
  for (const mine of found.values()) {
    mine.refused = Math.max(0, mine.refused); // what was mended may have been refused before these days
    mine.reasons.sort((a, b) => b.n - a.n || (a.code < b.code ? -1 : 1));
  }
  return found;
}

function addImport(mine: Growing, run: ImportRow, now: number): void {
  const at = run.createdAt.getTime();
  mine.days.push(Math.floor(at / DAY_MS));
  mine.last = Math.max(mine.last ?? 0, at);
  if (at < now - REFUSED_DAYS * DAY_MS) return;
  mine.came += run.read;
  mine.refused += run.refused;
  if (run.refused === 0) return;
  if (run.refused > run.problems.length) mine.reasonsPartly = true;
  for (const { field } of run.problems) {
    const code = field ?? "row";
    const known = mine.reasons.find((reason) => reason.of === "field" && reason.code === code);
    if (known === undefined) mine.reasons.push({ code, of: "field", n: 1 });
    else known.n += 1;
  }
  if (mine.downloads.length < MOST_DOWNLOADS) mine.downloads.push(`/api/v1/imports/${encodeURIComponent(run.id)}/refused`);
}
