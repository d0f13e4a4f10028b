import { expect, test } from "vitest";
import { kernels, type IdentityOutput } from "@counterseat/identity";
import { pairScore } from "./score.ts";
import { records, sharedFolder } from "./shared-folder.ts";

const febrl = (row: Readonly<Record<string, string>>) => /^rec-(\d+)-/.exec(row["rec_id"] ?? "")?.[1] ?? "";
const SSN = "soc_sec_id";

/** What Splink 4, recordlinkage and GoldenMatch reach on these sets stands in the shared expected values; each floor lies above them. */
const SETS = [
  { name: "FEBRL1", files: ["febrl1.csv"], drop: ["rec_id"], truth: febrl, f1: 0.999, precision: 0.99 },
  { name: "FEBRL3", files: ["febrl3.csv"], drop: ["rec_id"], truth: febrl, f1: 0.9985, precision: 0.99 },
  { name: "FEBRL3 without social security number", files: ["febrl3.csv"], drop: ["rec_id", SSN], truth: febrl, f1: 0.997, precision: 0.99 },
  { name: "FEBRL4", files: ["febrl4a.csv", "febrl4b.csv"], drop: ["rec_id"], truth: febrl, f1: 0.9995, precision: 0.99 },
  {
    name: "FEBRL4 without social security number",
    files: ["febrl4a.csv", "febrl4b.csv"],
    drop: ["rec_id", SSN],
    truth: febrl,
    f1: 0.998,
    precision: 0.99,
  },
  {
    name: "fake_1000",
    files: ["fake_1000.csv"],
    drop: ["unique_id", "cluster"],
    truth: (row: Readonly<Record<string, string>>) => row["cluster"] ?? "",
    f1: 0.955,
    precision: 0.98,
  },
  {
    name: "fake_20000",
    files: ["fake_20000.csv"],
    drop: ["unique_id", "group"],
    truth: (row: Readonly<Record<string, string>>) => row["group"] ?? "",
    f1: 0.94,
    precision: 0.975,
  },
] as const;

test.skipIf(sharedFolder === null).each(SETS)("$name: pairs of the clusters against the truth", ({ files, drop, truth, f1, precision }) => {
  const { tables, truth: true_ } = records(files, truth, drop);
  const [columns = null, ...more] = tables;
  const found = kernels[0]?.run({ columns, more, args: more.length > 0 ? { link: true } : {} }) as IdentityOutput;
  const score = pairScore(found.rows, true_);
  expect(score.f1).toBeGreaterThanOrEqual(f1);
  expect(score.precision).toBeGreaterThanOrEqual(precision);
  // With the labels of the rows left in, nothing may change: they are no evidence.
  const labelled = tables.map((table, file) => {
    const label = (table.columns[table.names[0] ?? ""] ?? []).map((_, row) => `rec-${file}-${row + 1}`);
    return { names: ["label", ...table.names], columns: { ...table.columns, label } };
  });
  const [first = null, ...others] = labelled;
  const again = kernels[0]?.run({ columns: first, more: others, args: others.length > 0 ? { link: true } : {} }) as IdentityOutput;
  expect(again.rows).toEqual(found.rows);
});
