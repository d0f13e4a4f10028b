import { count, gt, isNull } from "drizzle-orm";
import type { Gauge, Histogram, Registry } from "prom-client";
import type { App } from "./app.ts";
import { session, signalOutbox } from "./records/tables.ts";
import { type watchReadiness, within } from "./readiness.ts";

const ANSWER_MS = 2000;
/** Requests remembered until the library is loaded; more of them load it. */
const WAITING_MOST = 500;
const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

export interface Meter {
  /** One answered request: the operation's name (or the route of what is none), the HTTP status, how long it took. */
  observe(operation: string, status: number, seconds: number): void;
  /** Everything measured, in Prometheus' text format. Names of people, values and texts are in none of it. */
  print(): Promise<{ type: string; text: string }>;
}

interface Instruments {
  readonly registry: Registry;
  readonly requests: Histogram<"operation" | "status">;
  /** Sets a gauge, which is made when it is first set; null takes its values away. */
  set(name: string, help: string, value: number | null, labels?: Readonly<Record<string, string>>): void;
}

/** Loads prom-client at the first scrape (or after many requests), so that a start does not wait for it. */
export function createMeter(options: {
  app: App;
  version: string;
  jobsSeen: () => number | null;
  watch: ReturnType<typeof watchReadiness>;
}): Meter {
  let waiting: { operation: string; status: string; seconds: number }[] = [];
  let instruments: Instruments | null = null;
  let loading: Promise<Instruments> | null = null;

  async function load(): Promise<Instruments> {
    instruments = await makeInstruments();
    for (const { operation, status, seconds } of waiting) instruments.requests.observe({ operation, status }, seconds);
    waiting = [];
    return instruments;
  }

  return {
    observe(operation, code, seconds) {
      const status = `${Math.floor(code / 100)}xx`;
      if (instruments !== null) instruments.requests.observe({ operation, status }, seconds);
      else waiting.push({ operation, status, seconds });
      if (waiting.length >= WAITING_MOST) void (loading ??= load());
    },
    async print() {
      const ready = await (loading ??= load());
      await read(ready, options);
      return { type: ready.registry.contentType, text: await ready.registry.metrics() };
    },
  };
}

async function makeInstruments(): Promise<Instruments> {
  const { default: prometheus } = await import("prom-client");
  const registry = new prometheus.Registry();
  prometheus.collectDefaultMetrics({ register: registry });
  const requests = new prometheus.Histogram({
    name: "counterseat_http_request_duration_seconds",
    help: "Answered requests by operation and status class.",
    labelNames: ["operation", "status"],
    buckets: SECONDS,
    registers: [registry],
  });
  const gauges = new Map<string, Gauge>();
  return {
    registry,
    requests,
    set(name, help, value, labels = {}) {
      const gauge =
        gauges.get(name) ??
        new prometheus.Gauge({ name: `counterseat_${name}`, help, labelNames: Object.keys(labels), registers: [registry] });
      gauges.set(name, gauge);
      if (value !== null) gauge.set(labels, value);
      else if (Object.keys(labels).length > 0) gauge.reset();
      else gauge.remove(); // reset would leave a 0, which says something
    },
  };
}

/** What is not counted as it happens is looked up when somebody asks; a store that does not answer leaves its figures out. */
async function read({ set }: Instruments, { app, version, jobsSeen, watch }: Parameters<typeof createMeter>[0]): Promise<void> {
  const { records, events } = app;
  const [readiness, disk] = await Promise.all([watch.look(), watch.disk()]);
  const stats = events.stats();
  set("info", "Always 1; the labels say what runs.", 1, { version, records: records.driver, schema: String(records.schemaVersion) });
  set("ready", "1 when /readyz answers 200.", readiness.ready ? 1 : 0);
  for (const check of readiness.checks) set("check_ok", "1 when this check of /readyz is well.", check.ok ? 1 : 0, { check: check.name });
  set("store_trouble", "1 while a store cannot be written and tries to mend itself.", records.trouble === null ? 0 : 1, {
    store: "records",
  });
  set("store_trouble", "", events.trouble === null && events.failure === null ? 0 : 1, { store: "events" });
  set("disk_free_bytes", "Free space of the data directory's disk.", disk?.free ?? null);
  set("disk_size_bytes", "Size of the data directory's disk.", disk?.size ?? null);
  set("log_position", "Records ever acknowledged by the ingest log.", stats.lastPosition);
  set("log_applied_position", "Records of the log applied to the event store.", stats.appliedPosition);
  set("log_backlog", "Records acknowledged and not applied yet.", stats.lastPosition - stats.appliedPosition);
  set("log_bytes", "Size of the ingest log's segments.", stats.logBytes);
  set("log_segments", "Segments of the ingest log.", stats.segments);
  set("log_syncs", "Syncs of the ingest log since the start; appends that wait together share one.", stats.appendSyncs);
  const seen = jobsSeen();
  set("jobs_seen_seconds", "Unix time of the job queue's last sign of life.", seen === null ? null : seen / 1000);
  const rows = await within(ANSWER_MS, countRows(app), null);
  set("sessions", "Sessions that are valid now.", rows?.sessions ?? null);
  set("signals_waiting", "Facts the slices have not been told yet.", rows?.signals ?? null);
  set("jobs", "Jobs in the queue by state.", null, { state: "" });
  for (const { state, n } of rows?.jobs ?? []) set("jobs", "", n, { state });
}

async function countRows({ records }: App) {
  if (records.trouble !== null) return null;
  const sessions = (await records.db.select({ n: count() }).from(session).where(gt(session.expiresAt, new Date())))[0]?.n ?? 0;
  const signals = (await records.db.select({ n: count() }).from(signalOutbox).where(isNull(signalOutbox.deliveredAt)))[0]?.n ?? 0;
  const { rows } = await records.executor
    .executeSql("select state::text as state, count(*)::int as n from jobs.job group by state")
    .catch(() => ({ rows: [] })); // the queue makes its tables a moment after the start
  return { sessions, signals, jobs: rows.map((row) => ({ state: String(row["state"]), n: Number(row["n"]) })) };
}
