/** What came back, as bytes: a trial judges the answer itself, so nothing may smooth it first. */
export interface Answer {
  readonly status: number;
  /** Names in lower case; a header that came twice is joined by a comma. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Buffer;
}
export interface Reader {
  /** Takes what arrived; the answer once it is whole. Throws when it is no HTTP. */
  take(part: Buffer): Answer | null;
  /** The server closed: an answer without a length ends here. Null when it ended too early. */
  end(): Answer | null;
}

const HEAD_END = Buffer.from("\r\n\r\n");
const LINE_END = Buffer.from("\r\n");

/** Reads one HTTP/1.1 answer (RFC 9112) from whatever pieces it comes in. */
export function createReader(method: string): Reader {
  let rest: Buffer = Buffer.alloc(0);
  let head: { status: number; headers: Map<string, string>; length: number | "chunked" | "until closed" } | null = null;
  const chunks: Buffer[] = [];

  const whole = (body: Buffer): Answer | null => (head === null ? null : { status: head.status, headers: head.headers, body });

  function chunked(): Answer | null {
    for (;;) {
      const lineEnd = rest.indexOf(LINE_END);
      if (lineEnd === -1) return null;
      const size = Number.parseInt(rest.subarray(0, lineEnd).toString("latin1"), 16);
      if (Number.isNaN(size)) throw new Error("a chunk has no size");
      const end = lineEnd + 2 + size + 2;
      if (rest.length < end) return null;
      if (size === 0) return whole(Buffer.concat(chunks));
      chunks.push(rest.subarray(lineEnd + 2, end - 2));
      rest = rest.subarray(end);
    }
  }

  return {
    take(part) {
      rest = rest.length === 0 ? part : Buffer.concat([rest, part]);
      while (head === null) {
        const end = rest.indexOf(HEAD_END);
        if (end === -1) return null;
        const found = readHead(rest.subarray(0, end).toString("latin1"), method);
        rest = rest.subarray(end + HEAD_END.length);
        if (found.status >= 200) head = found; // "100 Continue" only says that the answer is still to come
      }
      if (head.length === "chunked") return chunked();
      if (head.length === "until closed" || rest.length < head.length) return null;
      return whole(rest.subarray(0, head.length));
    },
    end: () => (head?.length === "until closed" ? whole(rest) : null),
  };
}

function readHead(text: string, method: string) {
  const [first = "", ...lines] = text.split("\r\n");
  const status = Number(/^HTTP\/1\.[01] (\d{3})/.exec(first)?.[1] ?? Number.NaN);
  if (Number.isNaN(status)) throw new Error(`no HTTP: ${JSON.stringify(first.slice(0, 60))}`);
  const headers = new Map<string, string>();
  for (const line of lines) {
    const colon = line.indexOf(":");
    const name = line.slice(0, colon).trim().toLowerCase();
    const value = line.slice(colon + 1).trim();
    headers.set(name, headers.has(name) ? `${headers.get(name)}, ${value}` : value);
  }
  const bare = method === "HEAD" || status === 204 || status === 304 || status < 200;
  const said = headers.get("content-length");
  const length = bare
    ? 0
    : /chunked/i.test(headers.get("transfer-encoding") ?? "")
      ? ("chunked" as const)
      : said === undefined
        ? ("until closed" as const)
        : Number(said);
  return { status, headers, length };
}
