import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import type { Field, ImportKind, Proposal, Question } from "./contract.ts";
import { propose } from "./propose.ts";
import { readBatches } from "./read-batches.ts";

const folder = fileURLToPath(new URL("./testdata/messy/", import.meta.url));

/** Written by hand from looking at the file, before the reader saw it. */
interface Expected {
  what: string;
  kind: ImportKind;
  /** The header as it stands, and the right field; null for none, `asked` where only a person can tell. */
  columns: [string, Field | "asked" | null][];
  /** What has to be asked, and nothing else may be. */
  asks: string[];
  /** What a person answers then. */
  answers?: Record<string, string>;
  dateOrder?: string;
  decimal?: string;
  scale?: string;
  accepted: number;
  refused: number;
  first?: Record<string, string | number | null>;
  third?: Record<string, string | number | null>;
}
// The file beside the fixtures has this form; a wrong one fails below.
const EXPECTED = JSON.parse(readFileSync(`${folder}expected.json`, "utf8")) as Record<string, Expected>;

const SETTINGS: Partial<Record<Question["code"], string>> = {
  "ambiguous-date-order": "dateOrder",
  "ambiguous-decimal": "decimal",
  "ambiguous-part": "part",
};
const askedOf = ({ questions }: Proposal): string[] => questions.map(({ code, field }) => SETTINGS[code] ?? field ?? code);

const tally = { columns: 0, right: 0, lines: [] as string[] };
const silent: string[] = [];

describe("twenty messy files, each with its mapping written beside it by hand", () => {
  it.each(Object.entries(EXPECTED))("%s", async (file, expected) => {
    const path = `${folder}${file}`;
    const proposal = await propose({ path, name: file, kind: expected.kind });
    const asked = askedOf(proposal);
    expect(proposal.columns.map(({ name }) => plain(name))).toEqual(expected.columns.map(([name], at) => name || `column ${at + 1}`));

    for (const [at, [name, field]] of expected.columns.entries()) {
      const found = proposal.columns[at]?.field ?? null;
      tally.columns += 1;
      if (found === field && (found === null || !asked.includes(found))) tally.right += 1;
      else tally.lines.push(`${file}: ${name} is ${found ?? "nothing"}, should be ${field ?? "nothing"}`);
      if (found !== null && found !== field && !asked.includes(found)) silent.push(`${file}: ${name} silently taken for ${found}`);
    }
    for (const needed of expected.asks) if (!asked.includes(needed)) silent.push(`${file}: ${needed} was not asked`);
    expect(asked.filter((each) => !expected.asks.includes(each))).toEqual([]);

    const { plan, previewRows } = await propose({ path, name: file, kind: expected.kind, map: expected.answers ?? {} });
    if (expected.dateOrder !== undefined) expect(plan.dateOrder).toBe(expected.dateOrder);
    if (expected.decimal !== undefined) expect(plan.decimal).toBe(expected.decimal);
    if (expected.scale !== undefined) expect(plan.scale).toBe(expected.scale);
    if (expected.first !== undefined) expect(previewRows[0]).toMatchObject(expected.first);
    if (expected.third !== undefined) expect(previewRows[2]).toMatchObject(expected.third);
    const counts = { accepted: 0, refused: 0 };
    for await (const batch of readBatches({ path, plan })) {
      counts.accepted += batch.length;
      counts.refused += batch.refused.length;
    }
    expect(counts).toEqual({ accepted: expected.accepted, refused: expected.refused });
  });

  it("nine columns in ten are right without a word, and nothing is guessed wrong in silence", () => {
    const said = `${tally.right} of ${tally.columns} columns right without asking\n${[...silent, ...tally.lines].join("\n")}`;
    expect(silent, said).toEqual([]);
    expect(tally.right / tally.columns, said).toBeGreaterThanOrEqual(0.9);
    expect(Object.keys(EXPECTED).length).toBeGreaterThanOrEqual(20);
    expect(new Set(Object.values(EXPECTED).map(({ kind }) => kind)).size).toBe(6);
  });
});

/** Names are made unique by their place. */
const plain = (name: string): string => name.replace(/ \(column \d+\)$/, "");
