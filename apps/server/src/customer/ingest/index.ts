import { discardDeadLetters } from "./discard-dead-letters.ts";
import { downloadDeadLetters } from "./download-dead-letters.ts";
import { listDeadLetters } from "./list-dead-letters.ts";
import { replayDeadLetters } from "./replay-dead-letters.ts";
import { alias, batch, cloudEvents, group, identify, page, screen, track } from "./send-events.ts";

/** Events that come in one by one or in small batches, and what becomes of those that are refused. */
export const ingestOperations = [
  track,
  identify,
  group,
  page,
  screen,
  alias,
  batch,
  cloudEvents,
  listDeadLetters,
  downloadDeadLetters,
  replayDeadLetters,
  discardDeadLetters,
] as const;

export { doorOf } from "./door.ts";
export { sweepDeadLetters } from "./keep-dead-letters.ts";
