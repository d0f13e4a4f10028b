import { EmbeddedFailure } from "./embedded-failure.ts";

/** SQLSTATEs that say the store, not the statement, is at fault, in the words of a disk where it is one. */
const STATES: Readonly<Record<string, string>> = {
  "53000": "EMFILE",
  "53100": "ENOSPC",
  "58030": "EIO",
  "53300": "53300",
  "25006": "25006",
};
/** A connection that broke (08…), a server that stops or starts (57P01 … 57P05). */
const GONE = /^(?:08\w{3}|57P0[1-5])$/;
/** What the connection itself reports, where there is no answer of the server. */
const CONNECTION =
  /^(?:CONNECTION_(?:CLOSED|ENDED|DESTROYED)|CONNECT_TIMEOUT|ECONNREFUSED|ECONNRESET|ECONNABORTED|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ENOENT)$/;

/**
 * What is wrong with the store when `error` came from a statement: a code, or null when it is an ordinary refusal (a unique
 * violation, a syntax error). To be asked about errors of statements only, never about whatever a transaction's work threw.
 */
export function troubleCodeOf(error: unknown): string | null {
  if (error instanceof EmbeddedFailure) return error.code;
  if (!(error instanceof Error)) return null;
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  const severity = "severity" in error ? error.severity : null;
  if (STATES[code] !== undefined) return STATES[code];
  if (GONE.test(code) || CONNECTION.test(code)) return code;
  return severity === "FATAL" || severity === "PANIC" ? code || "other" : null;
}
