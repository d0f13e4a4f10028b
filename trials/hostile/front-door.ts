import { createReadStream, statSync } from "node:fs";
import { request } from "node:http";

export interface Reply {
  readonly status: number;
  readonly text: string;
  readonly body: Readonly<Record<string, unknown>>;
}
/** The server as a person's browser reaches it. */
export interface FrontDoor {
  ask(method: string, path: string, body?: object): Promise<Reply>;
  /** Uploads a file piece by piece, as a browser does. */
  upload(path: string, name: string): Promise<Reply>;
}
export interface Imported {
  /** Null when it was refused before an import began. */
  readonly id: string | null;
  readonly state: string;
  readonly said: string;
  readonly accepted: number;
  readonly refused: number;
}

const EDGE = "----counterseat-trial";

export function frontDoor(url: string, cookie: string): FrontDoor {
  function send(
    method: string,
    path: string,
    headers: Readonly<Record<string, string | number>>,
    write: (to: NodeJS.WritableStream) => void,
  ): Promise<Reply> {
    return new Promise((resolve, reject) => {
      const sent = request(url + path, { method, headers: { cookie, ...headers } }, (response) => {
        const parts: Buffer[] = [];
        response.on("data", (part: Buffer) => parts.push(part));
        response.once("end", () => {
          const text = Buffer.concat(parts).toString();
          const json = /json/.test(response.headers["content-type"] ?? "");
          resolve({ status: response.statusCode ?? 0, text, body: json ? (JSON.parse(text) as Reply["body"]) : {} });
        });
      });
      sent.once("error", reject);
      write(sent);
    });
  }
  return {
    ask(method, path, body) {
      const text = body === undefined ? "" : JSON.stringify(body);
      const headers = body === undefined ? {} : { "content-type": "application/json", "content-length": Buffer.byteLength(text) };
      return send(method, path, headers, (to) => to.end(text));
    },
    upload(path, name) {
      const head = Buffer.from(`--${EDGE}\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\n\r\n`);
      const end = Buffer.from(`\r\n--${EDGE}--\r\n`);
      const length = head.length + statSync(path).size + end.length;
      const headers = { "content-type": `multipart/form-data; boundary=${EDGE}`, "content-length": length };
      return send("POST", "/api/v1/uploads", headers, (to) => {
        to.write(head);
        const file = createReadStream(path, { highWaterMark: 256 * 1024 });
        file.pipe(to, { end: false });
        file.once("end", () => to.end(end));
      });
    },
  };
}

/** Brings a file in as a person would: upload, look at it, import, wait until that has ended. */
export async function bringIn(door: FrontDoor, file: { path: string; name: string; source: string; as: string }): Promise<Imported> {
  const refused = ({ text }: Reply): Imported => ({ id: null, state: "refused", said: text, accepted: 0, refused: 0 });
  const uploaded = await door.upload(file.path, file.name);
  if (uploaded.status !== 200) return refused(uploaded);
  const asked = { upload: uploaded.body["upload"], as: file.as };
  const preview = await door.ask("POST", "/api/v1/imports/preview", asked);
  if (preview.status === 400) return refused(preview);
  if (preview.status !== 200) throw new Error(`the preview ended with ${preview.status}: ${preview.text}`);
  const started = await door.ask("POST", "/api/v1/imports", { ...asked, source: file.source });
  if (started.status === 400) return refused(started);
  if (started.status !== 200) throw new Error(`the import ended with ${started.status}: ${started.text}`);
  const id = String(started.body["id"]);
  for (;;) {
    const run = (await door.ask("GET", `/api/v1/imports/${id}`)).body;
    const state = String(run["state"]);
    if (state !== "waiting" && state !== "reading")
      return { id, state, said: String(run["error"]), accepted: Number(run["accepted"]), refused: Number(run["refused"]) };
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
