import { connect, type Socket } from "node:net";
import { CounterseatError } from "./errors.ts";
import { resolveTarget, type TargetOptions } from "./target.ts";

/** Whoever is gone without a word is noticed. */
const KEEP_ALIVE_MS = 30_000;

/**
 * A connection to a host somebody else named, for protocols that are not HTTP. The name is looked up once, held against the same
 * rules as a web address, and the connection goes to an address that was looked at.
 * @throws invalid when it may not be reached, or nobody answers there
 */
export async function openTcp(target: { host: string; port: number; timeoutMs: number }, options: TargetOptions): Promise<Socket> {
  const { host, port, timeoutMs } = target;
  const signal = AbortSignal.timeout(timeoutMs);
  const addresses = await resolveTarget(host, options, signal);
  for (const { address, family } of addresses) {
    const socket = await attempt({ host: address, port, family }, signal);
    if (socket !== null) return socket;
  }
  throw new CounterseatError("invalid", `Nobody answers at ${host}, port ${port}.`, {
    fix: "Check host and port, that the other system is running, and that a firewall lets this server through.",
  });
}

/** Null where nobody answers. */
function attempt(at: { host: string; port: number; family: number }, signal: AbortSignal): Promise<Socket | null> {
  return new Promise((resolve) => {
    const socket = connect(at);
    const end = (found: Socket | null) => {
      signal.removeEventListener("abort", late);
      socket.removeListener("error", failed).removeListener("connect", connected);
      socket.on("error", () => undefined); // whoever uses it hears of it, too; nobody listening would end the process
      if (found === null) socket.destroy();
      resolve(found);
    };
    const late = () => end(null);
    const failed = () => end(null);
    const connected = () => {
      socket.setKeepAlive(true, KEEP_ALIVE_MS);
      end(socket);
    };
    if (signal.aborted) return end(null);
    signal.addEventListener("abort", late, { once: true });
    socket.once("error", failed).once("connect", connected);
  });
}
