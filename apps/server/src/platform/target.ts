import { lookup } from "node:dns/promises";
import { isIP } from "node:net";
import { isLoopback, isPrivateAddress, isPublicAddress } from "./addresses.ts";
import { CounterseatError } from "./errors.ts";

export interface Address {
  readonly address: string;
  readonly family: number;
}
/** All addresses of a name. */
export type Resolve = (host: string) => Promise<readonly Address[]>;

export interface TargetOptions {
  /** True lets the host be 127.0.0.0/8 or ::1. */
  readonly allowLoopback?: boolean;
  /** Hosts that may lie in a private network, in lower case, because the administrator named them; absent where nobody can name any. */
  readonly privateHosts?: readonly string[];
  readonly resolve?: Resolve;
}

/**
 * The addresses to connect to, looked up once: who connects goes to exactly these. One that may not be reached among them refuses
 * the name as a whole.
 * @param name a host, or an address as it stands in a URL
 */
export async function resolveTarget(name: string, options: TargetOptions, signal: AbortSignal): Promise<readonly Address[]> {
  const host = name.replace(/^\[(.*)\]$/, "$1");
  const family = isIP(host);
  const addresses =
    family > 0 ? [{ address: host, family }] : await Promise.race([(options.resolve ?? resolveAll)(host).catch(() => []), aborted(signal)]);
  const named = options.privateHosts?.includes(host.toLowerCase()) === true;
  const allowed = ({ address }: Address) =>
    isPublicAddress(address) || (options.allowLoopback === true && isLoopback(address)) || (named && isPrivateAddress(address));
  if (addresses.length > 0 && addresses.every(allowed)) return addresses;
  // One sentence for both, so that nobody can find out which names exist inside.
  if (options.privateHosts === undefined)
    throw new CounterseatError("invalid", "This address leads nowhere, or into a private network, which is not fetched from.", {
      fix: "Use an address that everybody on the Internet can reach, or upload the file.",
    });
  throw new CounterseatError("invalid", `The host ${host} leads nowhere, or into a private network.`, {
    fix: "Check its name. A host in your own network has to be named in COUNTERSEAT_PRIVATE_HOSTS by who runs this server.",
  });
}

async function resolveAll(host: string): Promise<Address[]> {
  return lookup(host, { all: true, verbatim: true });
}

export function sameAddress(asked: string, connected: string): boolean {
  const plain = (address: string) => (isIP(address) === 6 ? new URL(`http://[${address}]`).hostname : address);
  return plain(asked) === plain(connected) || plain(asked) === plain(`::ffff:${connected}`);
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener("abort", () => reject(tooSlow()), { once: true }));
}

export function tooSlow(): CounterseatError {
  return new CounterseatError("invalid", "The address took too long to answer.", { fix: "Try again, or upload the file." });
}
