/** One thing a check found: where, what is wrong, and what to do about it. */
export interface Violation {
  /** From the root of the repository. */
  readonly path: string;
  /** 1-based; null when the whole file is meant. */
  readonly line: number | null;
  readonly what: string;
  readonly fix: string;
}

export function violationText({ path, line, what, fix }: Violation): string {
  return `${line === null ? path : `${path}:${line}`}  ${what}\n    fix: ${fix}`;
}
