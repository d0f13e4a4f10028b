import { pino } from "pino";

export type Log = Pick<import("pino").Logger, "info" | "warn" | "error" | "debug">;

/**
 * JSON lines on standard error: standard output belongs to a command's result. Bodies, names and addresses of people
 * are never logged; the redaction list is the second net.
 */
export function createLog(level: string): Log {
  return pino(
    {
      level,
      base: null,
      redact: ["*.email", "*.password", "*.token", "*.name", "*.comment", "req.headers.cookie", "req.headers.authorization"],
    },
    pino.destination({ dest: 2, sync: true }),
  );
}

/**
 * What may be logged of an unexpected failure. Messages of database errors carry bound values, so only the kinds, codes
 * and places are kept: enough to find the line, nothing about anybody.
 */
export function failureOf(error: unknown): { kind: string; code: string | null; cause: string | null; at: string[] } {
  if (!(error instanceof Error)) return { kind: typeof error, code: null, cause: null, at: [] };
  const cause = error.cause instanceof Error ? error.cause : null;
  const code = [error, cause].map((e) => (e !== null && "code" in e ? String(e.code) : null)).find((c) => c !== null) ?? null;
  const at = (error.stack ?? "")
    .split("\n")
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 6)
    .map((line) => line.trim());
  return { kind: error.name, code, cause: cause?.name ?? null, at };
}
