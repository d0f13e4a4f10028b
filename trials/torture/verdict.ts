/** What was found wrong so far. */
export interface Verdict {
  lost: number;
  duplicates: number;
  half: number;
  /** One line a finding, for whoever has to find out why. */
  readonly findings: string[];
}

export function createVerdict(): Verdict {
  return { lost: 0, duplicates: 0, half: 0, findings: [] };
}

export function found(verdict: Verdict, kind: "lost" | "duplicates" | "half", many: number, what: string): void {
  if (many <= 0) return;
  verdict[kind] += many;
  verdict.findings.push(`${kind}: ${what}`);
}
