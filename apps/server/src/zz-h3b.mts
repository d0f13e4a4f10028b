import { parseBatch } from "./customer/ingest/parse-body.ts";
import { judge } from "./customer/ingest/judge.ts";
import { writeRow } from "./customer/ingest/event-row.ts";
import { createNameGuard } from "./customer/ingest/name-guard.ts";
import { packRecords } from "./platform/events/pack-records.ts";
import { randomBytes } from "node:crypto";
const ev = (name: string, n: number, c: number) => ({ type: "track", userId: `customer-${c}`, event: `Step ${n % 12}`, messageId: `${name}-${n}`, timestamp: new Date(1_760_000_000_000 + n * 1000).toISOString(), properties: { stage: `stage-${n % 6}`, channel: n % 2 === 0 ? "web" : "phone", amount: (n % 1000) / 10, currency: "EUR", campaign: "autumn", variant: n % 3 } });
const bodies = Array.from({ length: 400 }, (_, b) => Buffer.from(JSON.stringify({ batch: Array.from({ length: 100 }, (_1, i) => ev("x", b * 100 + i, i)) })));
const guard = createNameGuard(); const admit = (r: never) => guard.admit("s", r);
const same = (s: string) => s; const dimensions = { currency: "EUR", stage: same, channel: same, segment: same };
const arrival = { receivedAt: Date.now(), now: Date.now(), sentAt: NaN };
const stages: Record<string, number> = {};
const time = <T,>(name: string, work: () => T): T => { const c = process.cpuUsage(); const r = work(); const d = process.cpuUsage(c); stages[name] = (stages[name] ?? 0) + d.user + d.system; return r; };
const key = randomBytes(32);
for (let round = 0; round < 30; round++) {
  for (const k of Object.keys(stages)) stages[k] = 0;
  const told = time("parse", () => bodies.map((bytes) => parseBatch({ type: "application/json", headers: {}, bytes, params: {} }).told));
  const rows = time("judge", () => told.map((b) => b.map((t) => judge({ told: t, arrival, dimensions, admit: admit as never }).row)));
  const texts = time("write", () => rows.map((b) => b.map((r) => (r === null ? "" : writeRow(r)))));
  time("pack", () => texts.map((b, k) => { const all = Buffer.from(b.join("")); let at = 0; return packRecords(b.map((t, i) => { const n = Buffer.byteLength(t); at += n; return { type: "events", source: "s", subject: "c", messageId: `${k}-${i}`, at: 1, keyId: "0190a0a0-0000-7000-8000-000000000000", key, payload: all.subarray(at - n, at), settings: {}, path: null, once: true }; })); }));
  if (round > 27) console.log(Object.entries(stages).map(([k, v]) => `${k} ${(v / 40000).toFixed(2)}us`).join("  "), texts[0]?.[0]?.length);
}
