import { describe, expect, it } from "vitest";
import { columnsFromText, countVariants, csvReader, openEngine, prepare, casesContaining, model, logOf } from "@counterseat/journey";

describe("the README's way from a file to an answer", () => {
  it("opens an engine on what the CSV reader gives, and agrees with the model of the same text", () => {
    const rows = [
      ["c2", "Ask", "2024-03-01T08:00:00Z", "Ann"],
      ["c1", "Ask", "2024-03-01 09:00:00", ""],
      ["c2", "Wait, long", "2024-05-20T08:00:00.250Z", "Bob"],
      ["c1", "Answer", "2024-03-01T09:00:00Z", "Ann"],
    ];
    const names = ["case_id", "activity", "timestamp", "resource"];
    const text = [names, ...rows].map((cells) => cells.map((cell) => `"${cell}"`).join(",")).join("\n");
    const reader = csvReader();
    reader.push(Buffer.from(text.slice(0, 70)));
    reader.push(Buffer.from(text.slice(70)));
    const engine = openEngine(reader.end());
    const columns = Object.fromEntries(names.map((name, at) => [name, rows.map((cells) => cells[at] ?? "")]));
    expect(model(logOf(engine))).toEqual(model(prepare(columnsFromText({ names, columns }).columns)));
    const answered = casesContaining(engine, { all: [engine.activities.indexOf("Answer")] });
    expect(countVariants(engine, 5, answered)).toEqual([{ cases: 1, variants: 1, top: [{ steps: [0, 2], count: 1 }] }]);
  });
});
