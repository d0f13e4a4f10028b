import { describe, expect, it } from "vitest";
import { parseDecimal } from "./parse-decimal.ts";
import { guessScale, parseScale, pointsOf, scaleText } from "./scales.ts";
import { voteDecimal } from "./vote-decimal.ts";

describe("numbers", () => {
  it.each([
    ["12.50", ".", 12.5, null],
    ["-3", ".", -3, null],
    ["+3", ".", 3, null],
    ["1e3", ".", 1000, null],
    [".5", ".", 0.5, null],
    ["12,50", ",", 12.5, null],
    ["1.234,56", ",", 1234.56, null],
    ["1,234,567.8", ".", 1234567.8, null],
    ["1 234,56", ",", 1234.56, null],
    ["1\u00a0234,56 €", ",", 1234.56, "EUR"],
    ["1'234.50", ".", 1234.5, null],
    ["€ 12,50", ",", 12.5, "EUR"],
    ["-€12.50", ".", -12.5, "EUR"],
    ["$-12.50", ".", -12.5, "USD"],
    ["CHF 12.50", ".", 12.5, "CHF"],
    ["12.50 gbp", ".", 12.5, "GBP"],
    ["12,50-", ",", -12.5, null],
    ["(12.50)", ".", -12.5, null],
    ["(€1.234,00)", ",", -1234, "EUR"],
    ["1.234", ",", 1234, null],
    ["1.234", ".", 1.234, null],
  ] as const)("reads %s with %s", (text, decimal, value, currency) => {
    expect(parseDecimal(text, decimal)).toEqual({ value, currency });
  });

  it.each(["", "abc", "1,23", "12.3.4", "1,2345,678", "--1", "INV 123", "1h20", "=1+1", "0x10", "Infinity", "12 34"])(
    "refuses %s",
    (text) => {
      expect(parseDecimal(text, ".").value).toBeNaN();
    },
  );

  it.each([
    [["1.234,56", "7"], ","],
    [["1,234.56"], "."],
    [["12,5"], ","],
    [["12.5", "1,234"], "."],
    [["1.234.567", "1.234"], ","],
    [["1.234", "2.345"], null],
    [["0.123"], "."],
    [["12", "€ 5"], null],
    [["1,5", "well, 2.50 was too much, 3.10 too"], ","],
  ] as const)("%j votes %s", (texts, decimal) => {
    expect(voteDecimal(texts).decimal).toBe(decimal);
  });
});

describe("scales", () => {
  it.each([
    ["0-10", "0-10"],
    ["1–7", "1-7"],
    ["0..100", "0-100"],
    ["1 bis 5", "1-5"],
    ["-5-5", "-5-5"],
  ])("reads %s", (text, expected) => {
    const scale = parseScale(text);
    expect(scale === null ? null : scaleText(scale)).toBe(expected);
  });

  it.each(["", "ten", "10-0", "5", "2024-01-01"])("refuses %s", (text) => {
    expect(parseScale(text)).toBeNull();
  });

  it("maps both ends and the middle", () => {
    expect([1, 4, 7].map((score) => pointsOf(score, { min: 1, max: 7 }))).toEqual([0, 50, 100]);
  });

  const guess = (header: string, scores: readonly number[]): string | null => {
    const counts = new Map<number, number>();
    for (const score of scores) counts.set(score, (counts.get(score) ?? 0) + 1);
    const found = guessScale({ header, counts });
    return found === null ? null : scaleText(found.scale);
  };

  it.each([
    ["nps", [1, 5], "0-10"],
    ["CSAT", [1, 5], "1-5"],
    ["ces_score", [1, 5], "1-7"],
    ["rating", [1, 5], "1-5"],
    ["rating", [0, 5], "0-10"],
    ["rating", [1, 6], "1-7"],
    ["csat", [1, 9], "0-10"],
    ["rating", [3, 88], "0-100"],
    ["rating", [3, 880], null],
    ["rating", [], null],
  ] as const)("%s with %j is %s", (header, scores, expected) => {
    expect(guess(header, scores)).toBe(expected);
  });

  it("takes one 11 among many for a slip, not for a wider scale", () => {
    expect(guess("rating", [...Array.from({ length: 300 }, (_, index) => index % 11), 11])).toBe("0-10");
  });
});
