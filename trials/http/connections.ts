import { connect, type Socket } from "node:net";
import { type Answer, createReader, type Reader } from "./read-answer.ts";

export type Where = { readonly host: string; readonly port: number } | { readonly socketPath: string };
export interface Sent {
  readonly method: string;
  /** The whole request as it goes over the wire. */
  readonly bytes: Buffer;
  /** The connection is not used again: the request may have left something behind on it. */
  readonly last: boolean;
}
/** `late`: no answer in time. `cut`: the connection ended before the answer. `garbled`: what came is no HTTP. */
export type Outcome =
  | { readonly kind: "answer"; readonly answer: Answer; readonly ms: number }
  | { readonly kind: "late" | "cut" | "garbled"; readonly ms: number; readonly why: string };

export interface Connections {
  send(sent: Sent): Promise<Outcome>;
  close(): void;
}

/** Kept-alive connections, each with one request at a time. Bare sockets: a client that corrects its input would hide what is tried here. */
export function createConnections(where: Where, lateMs: number): Connections {
  const idle: Socket[] = [];
  const all = new Set<Socket>();
  /** What a connection was used for before: an answer that does not come may be its doing. */
  const before = new WeakMap<Socket, string>();

  function open(): Socket {
    const socket = "socketPath" in where ? connect(where.socketPath) : connect(where.port, where.host);
    socket.setNoDelay(true);
    socket.on("error", () => undefined); // told by "close"
    socket.once("close", () => {
      all.delete(socket);
      const at = idle.indexOf(socket);
      if (at !== -1) idle.splice(at, 1);
    });
    all.add(socket);
    return socket;
  }

  function once(socket: Socket, sent: Sent): Promise<Outcome> {
    return new Promise((resolve) => {
      const started = performance.now();
      const reader: Reader = createReader(sent.method);
      let heard = false;
      const finish = (outcome: Outcome, reusable: boolean) => {
        clearTimeout(timer);
        socket.off("data", onData).off("close", onClose);
        if (reusable && !sent.last && !socket.destroyed) idle.push(socket);
        else socket.destroy();
        resolve(outcome);
      };
      const earlier = before.get(socket) ?? "nothing";
      before.set(socket, sent.bytes.subarray(0, 300).toString("latin1"));
      const ms = () => performance.now() - started;
      const timer = setTimeout(
        () =>
          finish(
            { kind: "late", ms: ms(), why: `no answer within ${lateMs} ms, on a connection used before for ${JSON.stringify(earlier)}` },
            false,
          ),
        lateMs,
      );
      const onData = (part: Buffer) => {
        heard = true;
        try {
          const answer = reader.take(part);
          if (answer !== null) finish({ kind: "answer", answer, ms: ms() }, !/close/i.test(answer.headers.get("connection") ?? ""));
        } catch (error) {
          finish({ kind: "garbled", ms: ms(), why: error instanceof Error ? error.message : String(error) }, false);
        }
      };
      const onClose = () => {
        const answer = reader.end();
        if (answer !== null) finish({ kind: "answer", answer, ms: ms() }, false);
        else finish({ kind: "cut", ms: ms(), why: heard ? "the answer broke off" : "closed without an answer" }, false);
      };
      socket.on("data", onData).once("close", onClose);
      socket.write(sent.bytes);
    });
  }

  return {
    async send(sent) {
      const kept = idle.pop();
      const outcome = await once(kept ?? open(), sent);
      // A kept connection may have been closed by the server at the very moment it was taken up again.
      if (outcome.kind === "cut" && kept !== undefined && outcome.why === "closed without an answer") return once(open(), sent);
      return outcome;
    },
    close() {
      for (const socket of all) socket.destroy();
    },
  };
}
