import { type Answer, type TestServer } from "../../test-server.ts";
import type { Receipt } from "./words.ts";

/** What a program that sends events does, for the tests: it has a write key of one source. */
export interface Sender {
  readonly key: string;
  newKey(source: string): Promise<string>;
  raw(path: string, payload: string | Buffer, sent?: Sent): Promise<Answer>;
  /** A receipt, or an error with what came instead. */
  send(path: string, content: unknown, sent?: Sent): Promise<Receipt>;
}
export interface Sent {
  readonly key?: string;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export async function createSender(server: TestServer, source: string): Promise<Sender> {
  async function newKey(of: string): Promise<string> {
    const made = await server.ask("POST", "/api/v1/keys", { body: { name: `Key of ${of}`, scopes: ["ingest:write"], source: of } });
    if (made.status !== 200) throw new Error(made.text);
    return String(made.body["key"]);
  }
  const key = await newKey(source);
  async function raw(path: string, payload: string | Buffer, sent: Sent = {}): Promise<Answer> {
    const response = await server.http.inject({
      method: "POST",
      url: `/api/v1${path}`,
      headers: { authorization: `Bearer ${sent.key ?? key}`, "content-type": sent.type ?? "application/json", ...sent.headers },
      payload,
    });
    const body = JSON.parse(response.payload) as Record<string, unknown>;
    return { status: response.statusCode, headers: response.headers as Record<string, unknown>, text: response.payload, body };
  }
  return {
    key,
    newKey,
    raw,
    async send(path, content, sent) {
      const answer = await raw(path, JSON.stringify(content), sent);
      if (answer.status !== 200) throw new Error(answer.text);
      return answer.body as unknown as Receipt; // checked against its schema on the way out
    },
  };
}
