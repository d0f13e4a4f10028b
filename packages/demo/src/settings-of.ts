import { drawnSettings } from "./settings-drawn.ts";
import { type Settings, storySettings } from "./settings.ts";

const FIRST_DRAWN_SEED = 1000;

// A drawn company is worked out over thousands of reference persons, and whoever asks for one asks for it several times.
let last: Settings | null = null;

/** The company that a seed stands for: the story below 1000, one of its own from 1000 on. */
export function settingsOf(seed: number): Settings {
  if (last?.seed !== seed) last = seed < FIRST_DRAWN_SEED ? storySettings(seed) : drawnSettings(seed);
  return last;
}
