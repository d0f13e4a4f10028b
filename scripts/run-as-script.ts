import { pathToFileURL } from "node:url";
import { type Violation, violationText } from "./violation.ts";

/** When the module is the one that was started: prints what its check found and sets the exit code. */
export async function runAsScript(
  url: string,
  check: () => { violations: Violation[]; rule: string } | Promise<{ violations: Violation[]; rule: string }>,
): Promise<void> {
  const started = process.argv[1];
  if (started === undefined || url !== pathToFileURL(started).href) return;
  const found = await check();
  console.log(reportText(found.violations, found.rule));
  process.exitCode = found.violations.length === 0 ? 0 : 1;
}

export function reportText(violations: readonly Violation[], rule: string): string {
  return violations.length === 0 ? "nothing found" : [...violations.map(violationText), rule].join("\n");
}
