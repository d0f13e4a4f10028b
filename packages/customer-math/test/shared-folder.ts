import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { TextColumns } from "@counterseat/stats";

/** The folder with data and expected values: COUNTERSEAT_SHARED, else `shared` beside the checkout; null when there is none. */
export const sharedFolder: string | null = findShared();

function findShared(): string | null {
  const beside = join(fileURLToPath(new URL("../../../..", import.meta.url)), "shared");
  const folder = process.env["COUNTERSEAT_SHARED"] ?? beside;
  if (existsSync(join(folder, "golden", "customer-math"))) return folder;
  if (process.env["COUNTERSEAT_SHARED_REQUIRED"] === "1")
    throw new Error(`expected values are required, but ${folder} has no golden/customer-math`);
  process.stderr.write("customer-math: tests on shared expected values are skipped: no shared folder (set COUNTERSEAT_SHARED)\n");
  return null;
}

/** The caller says what the file holds; a wrong claim makes its test fail. */
export function golden<T>(name: string): T {
  return JSON.parse(readFileSync(join(sharedFolder ?? "", "golden", "customer-math", `${name}.json`), "utf8")) as T;
}

/**
 * The CDNOW purchases as text columns. The whole set has a header and one id column; the sample has neither header nor sense in its first id, and
 * counts its customers by the second.
 */
export function cdnow(file: "CDNOW_master.txt" | "CDNOW_sample.txt"): TextColumns {
  const text = readFileSync(join(sharedFolder ?? "", "data", "customer-math", file), "utf8");
  const rows = text
    .split("\n")
    .map((line) => line.trim().split(/\s+/))
    .filter((cells) => /^\d+$/.test(cells[0] ?? ""));
  const column = (fromEnd: number): string[] => rows.map((cells) => cells[cells.length - fromEnd] ?? "");
  return { names: ["customer", "date", "amount"], columns: { customer: column(4), date: column(3), amount: column(1) } };
}
