import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { TextColumns } from "@counterseat/stats";

/** The folder with data and expected values: COUNTERSEAT_SHARED, else `shared` beside the checkout; null when there is none. */
export const sharedFolder: string | null = findShared();

function findShared(): string | null {
  const beside = join(fileURLToPath(new URL("../../../..", import.meta.url)), "shared");
  const folder = process.env["COUNTERSEAT_SHARED"] ?? beside;
  if (existsSync(join(folder, "data", "identity"))) return folder;
  if (process.env["COUNTERSEAT_SHARED_REQUIRED"] === "1")
    throw new Error(`expected values are required, but ${folder} has no data/identity`);
  process.stderr.write("identity: tests on real records are skipped: no shared folder (set COUNTERSEAT_SHARED)\n");
  return null;
}

/** A CSV of the folder without quotes in it; the truth is taken out, the rows shuffled. */
export function records(names: readonly string[], truth: (row: Readonly<Record<string, string>>) => string, drop: readonly string[]) {
  const files = names.map((name, at) => {
    const [head = "", ...lines] = readFileSync(join(sharedFolder ?? "", "data", "identity", name), "utf8")
      .trim()
      .split(/\r?\n/);
    const headers = head.split(",").map((cell) => cell.trim());
    const rows = lines.map((line) => {
      const cells = line.split(",");
      return Object.fromEntries(headers.map((header, i): [string, string] => [header, (cells[i] ?? "").trim()]));
    });
    return { headers, rows: shuffled(rows, 7 + at) };
  });
  const kept = (files[0]?.headers ?? []).filter((header) => !drop.includes(header));
  const tables = files.map(({ rows }): TextColumns => {
    const columns = Object.fromEntries(kept.map((header) => [header, rows.map((row) => row[header] ?? "")]));
    return { names: kept, columns };
  });
  return { tables, truth: files.flatMap(({ rows }) => rows.map(truth)) };
}

export function shuffled<T>(values: readonly T[], seed: number): T[] {
  const found = [...values];
  let state = seed;
  for (let i = found.length - 1; i > 0; i -= 1) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    const j = state % (i + 1);
    [found[i], found[j]] = [found[j], found[i]] as [T, T];
  }
  return found;
}
