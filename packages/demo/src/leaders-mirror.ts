import { below, type Draws } from "./draw.ts";

const LEADERS = 16;
const STEP = 100 / (10 * LEADERS);

/**
 * Sixteen whole answers 0–10 whose mean is the target (0–100) to within 0.3125, on two neighbouring numbers as the story's are:
 * leaders who agree this much are what lets "no gap" be shown. Sixteen equal answers would have no spread at all, so there one
 * leader is further up and one further down.
 */
export function leadersAnswers(target: number, draws: Draws): number[] {
  const total = Math.round(target / STEP);
  const low = Math.floor(total / LEADERS);
  const answers = Array.from({ length: LEADERS }, (_, i) => low + (i < total - low * LEADERS ? 1 : 0));
  if (total === low * LEADERS) {
    answers[0] += 1;
    answers[LEADERS - 1] -= 1;
  }
  for (let i = LEADERS - 1; i > 0; i--) {
    const j = below(draws, i + 1);
    [answers[i], answers[j]] = [answers[j], answers[i]];
  }
  return answers;
}
