import { setTimeout } from "node:timers/promises";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
/** A terminal's Ctrl-C reaches the process twice, by itself and through its parent: that is one wish, not two. */
const SAME_WISH_MS = 1000;
/** A stop that takes longer has gone wrong; the data stand, since everything acknowledged is on disk. */
const STOP_MS = 40_000;

/** Resolves at the first signal to stop. From then on a second one ends the process at once. */
export async function untilStopped(say: (line: string) => void): Promise<void> {
  await new Promise<void>((resolve) => {
    for (const signal of SIGNALS) process.once(signal, () => resolve());
  });
  say("Stopping … (once more to stop at once)");
  const since = performance.now();
  for (const signal of SIGNALS) {
    process.on(signal, () => {
      if (performance.now() - since < SAME_WISH_MS) return;
      say("Stopped without waiting. Everything acknowledged is kept.");
      process.exit(1);
    });
  }
  void setTimeout(STOP_MS, undefined, { ref: false }).then(() => {
    say("Stopping took too long. Everything acknowledged is kept.");
    process.exit(1);
  });
}
