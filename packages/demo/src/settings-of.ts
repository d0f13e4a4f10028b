import { drawnSettings } from "./settings-drawn.ts";
import { type Settings, storySettings } from "./settings.ts";

const FIRST_DRAWN_SEED = 1000;

/** The company that a seed stands for: the story below 1000, one of its own from 1000 on. */
export function settingsOf(seed: number): Settings {
  return seed < FIRST_DRAWN_SEED ? storySettings(seed) : drawnSettings(seed);
}
