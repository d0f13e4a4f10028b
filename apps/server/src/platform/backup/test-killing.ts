import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** Runs a child and kills it some milliseconds after the first line for which `when` gives their number. Resolves with what it told. */
export async function runAndKill(child: string, args: readonly string[], when: (line: string) => number | null): Promise<string[]> {
  const path = fileURLToPath(new URL(child, import.meta.url));
  const running = spawn(process.execPath, ["--conditions=source", "--import", "tsx", path, ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise((resolve) => running.once("exit", resolve));
  const told: string[] = [];
  let timer: NodeJS.Timeout | null = null;
  for await (const line of createInterface({ input: running.stdout })) {
    told.push(line);
    const wait: number | null = timer === null ? when(line) : null;
    if (wait !== null) timer = setTimeout(() => running.kill("SIGKILL"), wait);
  }
  await ended;
  if (timer !== null) clearTimeout(timer);
  return told;
}
