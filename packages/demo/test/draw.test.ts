import { expect, test } from "vitest";
import { newDraws, open, uniform } from "../src/draw.ts";

const VECTORS: readonly [number, number, number, number, ...number[]][] = [
  [1, 1, 0, 0, 0.24998923752, 0.815575835644, 0.803660555161],
  [1, 1, 1, 0, 0.339110634406, 0.167553737643, 0.914558979799],
  [7, 10, 19999, 23, 0.761712598265, 0.590256768628, 0.483745592996],
  [4294967295, 40, 123456, 0, 0.87219826048, 0.487975590979, 0.684617279447],
];

test.each(VECTORS)("the draws of scope (%i, %i, %i, %i) are those of the specification", (seed, stream, index, sub, ...expected) => {
  const draws = open(newDraws(), seed, stream, index, sub);
  for (const u of expected) expect(uniform(draws)).toBeCloseTo(u, 9);
});
