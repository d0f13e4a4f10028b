/** A request as text and bytes, with nothing added but what HTTP needs. */
export interface Request {
  readonly method: string;
  readonly target: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Buffer | null;
  /** Sent in pieces without a length. */
  readonly chunked?: boolean;
}

export function writeRequest({ method, target, headers, body, chunked = false }: Request): Buffer {
  const named = new Set(headers.map(([name]) => name.toLowerCase()));
  const lines = [
    `${method} ${target} HTTP/1.1`,
    ...(named.has("host") ? [] : ["host: localhost"]),
    ...headers.map(([name, value]) => `${name}: ${value}`),
    ...(body === null || named.has("content-length") || named.has("transfer-encoding")
      ? []
      : [chunked ? "transfer-encoding: chunked" : `content-length: ${body.length}`]),
  ];
  const head = Buffer.from(`${lines.join("\r\n")}\r\n\r\n`, "latin1");
  if (body === null) return head;
  if (!chunked) return Buffer.concat([head, body]);
  const half = Math.ceil(body.length / 2);
  const pieces = [body.subarray(0, half), body.subarray(half)].filter((piece) => piece.length > 0);
  return Buffer.concat([
    head,
    ...pieces.flatMap((piece) => [Buffer.from(`${piece.length.toString(16)}\r\n`), piece, Buffer.from("\r\n")]),
    Buffer.from("0\r\n\r\n"),
  ]);
}
