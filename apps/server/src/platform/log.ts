import { pino } from "pino";

export type Log = Pick<import("pino").Logger, "info" | "warn" | "error" | "debug">;

/**
 * JSON lines on standard error: standard output belongs to a command's result. Bodies, names and addresses of people
 * are never logged; the redaction list is the second net.
 */
export function createLog(level: string): Log {
  return pino(
    { level, base: null, redact: ["*.email", "*.password", "*.token", "*.name", "*.comment", "req.headers.cookie", "req.headers.authorization"] },
    pino.destination({ dest: 2, sync: true }),
  );
}
