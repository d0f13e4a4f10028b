import { CounterseatError } from "../../platform/errors.ts";

/** What went wrong below the database's own protocol; null for anything else. */
export function tlsFailure(error: unknown, system: string, host: string): CounterseatError | null {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (/CERT|UNABLE_TO|SELF_SIGNED|ALTNAME/.test(code))
    return new CounterseatError("invalid", `The certificate of ${system} at ${host} cannot be verified.`, {
      fix: "Let it be signed by an authority this server knows, or choose to encrypt without checking who answers.",
    });
  if (/^(?:ECONN|EPIPE|ETIMEDOUT|EPROTO|ERR_SSL|ERR_TLS|CONNECT|PROTOCOL_CONNECTION|HANDSHAKE_NO_SSL)/.test(code))
    return new CounterseatError("invalid", `The connection to ${system} at ${host} broke off.`, {
      fix: "Check that it is this kind of database, that it is reachable, and whether it encrypts its connections.",
    });
  return null;
}
