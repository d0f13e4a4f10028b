import { expect, it } from "vitest";
import { readTally, sum, tallyText, vitestTally } from "./tally.ts";

it("writes and reads the last line", () => {
  expect(tallyText({ passed: 3, failed: 0, skipped: 0 })).toBe("3 passed, 0 failed");
  expect(
    tallyText(
      sum([
        { passed: 3, failed: 1, skipped: 0 },
        { passed: 2, failed: 0, skipped: 4 },
      ]),
    ),
  ).toBe("5 passed, 1 failed, 4 skipped");
  expect(readTally("noise\n5 passed, 1 failed, 4 skipped\n")).toEqual({ passed: 5, failed: 1, skipped: 4 });
  expect(readTally("5 passed, 1 failed\nnoise")).toBeNull();
});

it("counts a file that did not load, and an error outside every test", () => {
  const report = { numPassedTests: 2, numFailedTests: 1, numPendingTests: 1, testResults: [] };
  const broken = { status: "failed", assertionResults: [] };
  const counted = { status: "failed", assertionResults: [{ status: "failed" }] };
  expect(vitestTally({ ...report, testResults: [broken, counted] }, 1)).toEqual({ passed: 2, failed: 2, skipped: 1 });
  expect(vitestTally({ ...report, numFailedTests: 0 }, 1)).toEqual({ passed: 2, failed: 1, skipped: 1 });
  expect(vitestTally({ ...report, numFailedTests: 0 }, 0).failed).toBe(0);
});
