import { below, type Draws } from "./draw.ts";

const LEADERS = 16;
const STEP = 100 / (10 * LEADERS);
const OUTLIERS = 3;

/**
 * Sixteen whole answers 0–10 whose mean is the target (0–100) to within 0.3125, mostly on two neighbouring numbers, with a few
 * leaders one further up or down so that the group is as agreed as the story's and not more.
 */
export function leadersAnswers(target: number, draws: Draws): number[] {
  const total = Math.round(target / STEP);
  const low = Math.floor(total / LEADERS);
  const answers = Array.from({ length: LEADERS }, (_, i) => low + (i < total - low * LEADERS ? 1 : 0));
  for (let i = 0; i < OUTLIERS; i++) {
    // One up, one down: the mean stays.
    answers[i] += 1;
    answers[LEADERS - 1 - i] -= 1;
  }
  for (let i = LEADERS - 1; i > 0; i--) {
    const j = below(draws, i + 1);
    [answers[i], answers[j]] = [answers[j], answers[i]];
  }
  return answers;
}
