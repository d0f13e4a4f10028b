import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

export interface GivenFile {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

const SHARED = process.env["COUNTERSEAT_SHARED"] ?? fileURLToPath(new URL("../../shared", import.meta.url));

/** The real help desk log where it can be had, else a small one of the same make. */
export function helpdesk(): { file: GivenFile; events: number } {
  const real = join(SHARED, "data/journey/helpdesk.xes.gz");
  if (existsSync(real))
    return { file: { name: "helpdesk.xes.gz", mimeType: "application/gzip", buffer: readFileSync(real) }, events: 21_348 };
  if (process.env["COUNTERSEAT_SHARED_REQUIRED"] === "1") throw new Error(`${real} is missing`);
  console.log("the real help desk log is not here: the story uses a small one made for it");
  const steps = ["Assign seriousness", "Take in charge ticket", "Resolve ticket", "Closed"];
  const traces = Array.from({ length: 50 }, (_, c) => {
    const events = steps.map(
      (step, i) =>
        `<event><string key="concept:name" value="${step}"/><date key="time:timestamp" value="${new Date(Date.UTC(2024, 0, 1 + c, 8 + i * 3)).toISOString()}"/></event>`,
    );
    return `<trace><string key="concept:name" value="Case ${c}"/>${events.join("")}</trace>`;
  });
  const xes = `<?xml version="1.0" encoding="UTF-8"?><log xes.version="1849-2016" xmlns="http://www.xes-standard.org/">${traces.join("")}</log>`;
  return { file: { name: "helpdesk.xes.gz", mimeType: "application/gzip", buffer: gzipSync(xes) }, events: 200 };
}

/** What others computed from the real help desk log, or null where it is not here. */
export function helpdeskExpected(): { dfg: [string, string, number][]; n_variants: number } | null {
  const path = join(SHARED, "golden/journey/helpdesk.json");
  return existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as { dfg: [string, string, number][]; n_variants: number }) : null;
}

/** What customers said of two stages: semicolons, decimal commas, days first, one value off its scale. */
export function responses(): GivenFile {
  const rows = ["Antwort am;Kunde;Phase;Bewertung;Kommentar"];
  for (let i = 0; i < 80; i++) {
    const score = 3 + ((i * 7) % 5);
    rows.push(
      `${String(1 + (i % 28)).padStart(2, "0")}.03.2026;K${1000 + i};repair;${score},0;${i % 3 === 0 ? "Third date they gave me; nobody rang." : ""}`.replace(
        /;(Third.*)$/,
        ';"$1"',
      ),
    );
    rows.push(`${String(1 + (i % 28)).padStart(2, "0")}.03.2026;K${1000 + i};billing;${7 + (i % 2)},0;`);
  }
  rows.push("13.03.2026;K2000;repair;11,0;off the scale");
  return { name: "responses.csv", mimeType: "text/csv", buffer: Buffer.from(`\uFEFF${rows.join("\r\n")}\r\n`) };
}

/** What twelve leaders believe about the same stages. */
export function beliefs(): GivenFile {
  const rows = ["respondent,role,stage,rating,scale"];
  for (let i = 0; i < 12; i++) {
    rows.push(`L${i},leader,repair,${8 + (i % 2)},0-10`);
    rows.push(`L${i},leader,billing,${7 + (i % 2)},0-10`);
  }
  return { name: "beliefs.csv", mimeType: "text/csv", buffer: Buffer.from(`${rows.join("\n")}\n`) };
}
