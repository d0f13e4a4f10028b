import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { columnsFromText, prepare, type JourneyLog } from "@counterseat/journey";
import type { TextColumns } from "@counterseat/stats";

/** The folder with real logs and expected values: COUNTERSEAT_SHARED, else `shared` beside the checkout; null when there is none. */
export const sharedFolder: string | null = findShared();

function findShared(): string | null {
  const beside = join(fileURLToPath(new URL("../../../..", import.meta.url)), "shared");
  const folder = process.env["COUNTERSEAT_SHARED"] ?? beside;
  if (existsSync(join(folder, "golden", "journey"))) return folder;
  if (process.env["COUNTERSEAT_SHARED_REQUIRED"] === "1") throw new Error(`real logs are required, but ${folder} has no golden/journey`);
  process.stderr.write("journey: tests on real logs are skipped: no shared folder (set COUNTERSEAT_SHARED)\n");
  return null;
}

/**
 * `wall`: these expected values were computed on local wall-clock times, the offsets of the XES file having been dropped on reading (their
 * `time_range` shows it). Where a log crosses a change of summer time that is an hour off the truth, so here the offsets are dropped too, and
 * a test of the goldens pins what the true instants give.
 */
export const REAL_LOGS: readonly { readonly name: string; readonly file: string; readonly clock: "true" | "wall" }[] = [
  { name: "running-example", file: "running-example.csv", clock: "true" },
  { name: "running-example", file: "running-example.xes", clock: "true" },
  { name: "receipt", file: "receipt.csv", clock: "true" },
  { name: "hospital_billing", file: "hospital_billing.csv.gz", clock: "true" },
  { name: "sepsis", file: "sepsis.csv.gz", clock: "true" },
  { name: "traffic_fines", file: "traffic_fines.csv.gz", clock: "true" },
  { name: "helpdesk", file: "helpdesk.xes.gz", clock: "true" },
  { name: "teleclaims", file: "02_teleclaims.xes.gz", clock: "true" },
  { name: "bpic2012", file: "bpic2012.xes.gz", clock: "wall" },
  { name: "bpic2013_closed", file: "06_bpic2013_closed.xes.gz", clock: "wall" },
  { name: "roadtraffic100traces", file: "roadtraffic100traces.xes", clock: "wall" },
  { name: "olist_orders", file: "olist/olist_events.csv.gz", clock: "true" },
];

export function golden<T>(name: string): T {
  return JSON.parse(readFileSync(join(sharedFolder ?? "", "golden", "journey", `${name}.json`), "utf8")) as T;
}

export function columnsOfFile(file: string, clock: "true" | "wall"): TextColumns {
  const log = readLog(file);
  const columns = Object.entries(log.columns).map(([name, cells]) =>
    name === "time:timestamp" && clock === "wall"
      ? ([name, cells.map((time) => time.replace(/[+-]\d\d:\d\d$/, ""))] as const)
      : ([name, cells] as const),
  );
  return { names: log.names, columns: Object.fromEntries(columns) };
}

/** The columns of a log by its name among {@link REAL_LOGS}. */
export function columnsOfLog(name: string): TextColumns {
  const log = REAL_LOGS.find((one) => one.name === name);
  if (log === undefined) throw new Error(`no log ${name}`);
  return columnsOfFile(log.file, log.clock);
}

export function logNamed(name: string): JourneyLog {
  return prepare(columnsFromText(columnsOfLog(name), {}).columns);
}

function readLog(file: string): TextColumns {
  const bytes = readFileSync(join(sharedFolder ?? "", "data", "journey", file));
  const text = (file.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
  return file.includes(".xes") ? readXes(text) : readCsv(text);
}

/** Enough CSV for these files: quotes, `,` or `;`, no line breaks inside a cell. */
function readCsv(text: string): TextColumns {
  const lines = text.split(/\r?\n/).filter((line) => line !== "");
  const [header = "", ...rows] = lines;
  const separator = header.split(";").length > header.split(",").length ? ";" : ",";
  const names = cells(header, separator);
  const columns: Record<string, string[]> = Object.fromEntries(names.map((name) => [name, []]));
  for (const line of rows) for (const [i, cell] of cells(line, separator).entries()) columns[names[i]]?.push(cell);
  return { names, columns };
}

function cells(line: string, separator: string): string[] {
  if (!line.includes('"')) return line.split(separator);
  const pattern = separator === "," ? /("(?:[^"]|"")*"|[^,]*)(?:,|$)/g : /("(?:[^"]|"")*"|[^;]*)(?:;|$)/g;
  const found = [...line.matchAll(pattern)].map(([, cell = ""]) => (cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell));
  // The pattern also matches the empty text at the end of a line that does not end with a separator.
  return line.endsWith(separator) ? found : found.slice(0, -1);
}

/** Enough XES for these files: attributes of traces and events by key, children of attributes ignored. */
function readXes(text: string): TextColumns {
  const names = ["case:concept:name", "concept:name", "time:timestamp", "org:resource"];
  const [cases, activities, times, resources]: [string[], string[], string[], string[]] = [[], [], [], []];
  for (const [number, trace] of text.split("<trace>").slice(1).entries()) {
    const [head = "", ...events] = trace.split("<event>");
    const id = attribute(head, "concept:name");
    for (const event of events) {
      const own = event.slice(0, event.indexOf("</event>"));
      cases.push(id === "" ? `trace ${number}` : id);
      activities.push(attribute(own, "concept:name"));
      times.push(attribute(own, "time:timestamp"));
      resources.push(attribute(own, "org:resource"));
    }
  }
  return { names, columns: { [names[0]]: cases, [names[1]]: activities, [names[2]]: times, [names[3]]: resources } };
}

function attribute(element: string, key: string): string {
  const start = element.indexOf(`key="${key}" value="`);
  if (start < 0) return "";
  const from = start + key.length + 14;
  return element
    .slice(from, element.indexOf('"', from))
    .replaceAll("&quot;", '"')
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&apos;", "'")
    .replaceAll("&amp;", "&");
}
