import { Agent, request } from "node:http";
import { socketPath } from "../../apps/server/src/platform/socket-path.ts";

/** Null: no answer came, so nobody knows what became of the request. */
export type Reply = { readonly status: number; readonly body: Readonly<Record<string, unknown>> } | null;
export interface Client {
  ask(method: string, path: string, body?: object, headers?: Readonly<Record<string, string>>): Promise<Reply>;
  upload(name: string, text: string, key: string): Promise<Reply>;
  close(): void;
}
const EDGE = "----counterseat-torture";
const LATE_MS = 60_000;

/** A client at the operator's door, which no session and no rate limit stands in front of. */
export function createClient(dataDir: string): Client {
  const agent = new Agent({ keepAlive: true, maxSockets: 32 });
  const path = socketPath(dataDir);
  function send(method: string, target: string, headers: Readonly<Record<string, string>>, bytes: Buffer | null): Promise<Reply> {
    return new Promise((resolve) => {
      const length = bytes === null ? {} : { "content-length": bytes.length };
      const sent = request(
        { socketPath: path, agent, method, path: target, headers: { ...headers, ...length }, timeout: LATE_MS },
        (response) => {
          const parts: Buffer[] = [];
          response.on("data", (part: Buffer) => parts.push(part));
          response.once("error", () => resolve(null));
          response.once("end", () => {
            // Every answer asked for here is a JSON object.
            if (response.complete)
              resolve({ status: response.statusCode ?? 0, body: JSON.parse(Buffer.concat(parts).toString()) as Record<string, unknown> });
            else resolve(null);
          });
        },
      );
      sent.once("error", () => resolve(null));
      sent.once("timeout", () => sent.destroy());
      sent.end(bytes ?? undefined);
    });
  }
  return {
    ask: (method, target, body, headers = {}) =>
      send(
        method,
        target,
        body === undefined ? headers : { "content-type": "application/json", ...headers },
        body === undefined ? null : Buffer.from(JSON.stringify(body)),
      ),
    upload(name, text, key) {
      const body = `--${EDGE}\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\n\r\n${text}\r\n--${EDGE}--\r\n`;
      return send(
        "POST",
        "/api/v1/uploads",
        { "content-type": `multipart/form-data; boundary=${EDGE}`, "idempotency-key": key },
        Buffer.from(body),
      );
    },
    close: () => agent.destroy(),
  };
}
