import { expect, test } from "vitest";
import { toMinor } from "./money.ts";

test("half a cent is rounded away from nought, whatever floating point makes of it", () => {
  expect([1.005, -1.005, 8.115, 0.1 + 0.2, 10.1, -0.004].map((amount) => toMinor(amount, "EUR"))).toEqual([101, -101, 812, 30, 1010, 0]);
  expect([toMinor(500, "JPY"), toMinor(1.0005, "KWD"), toMinor(1e-7, "EUR")]).toEqual([500, 1001, 0]);
  expect(toMinor(9_000_000_000.01, "EUR")).toBe(900_000_000_001);
});
