import type { Command } from "./command.ts";

export function usage(commands: readonly Command[]): string {
  const lines = commands.map((c) => {
    const options = Object.entries(c.options).map(([name, takes]) => (takes === null ? `[--${name}]` : `[--${name} …]`));
    return `  ${[...c.words, ...c.positional.map((p) => (p.endsWith("?") ? `[${p.slice(0, -1)}]` : p)), ...options].join(" ")}\n      ${c.summary}`;
  });
  return `counterseat <command>\n\n${lines.join("\n")}\n\nEvery command takes --data-dir DIR and --json.\n`;
}
