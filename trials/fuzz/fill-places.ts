import { writeRequest } from "../http/write-request.ts";
import type { Sent } from "../http/connections.ts";
import type { Drawn } from "./draw-request.ts";
import type { ToldValues } from "./told-values.ts";

const PLACE = /~(id|spread|big|deep|wide)\(([^()]*)\)/g;

/** The request as it goes over the wire: places filled with what was told, or grown to what they stand for. */
export function fillPlaces(
  drawn: Drawn,
  told: ToldValues,
  credentials: readonly (readonly [string, string])[],
): Sent & { readonly text: string } {
  if (drawn.wire !== undefined) {
    const text = fill(drawn.wire, told, (value) => value);
    return { method: drawn.method, bytes: Buffer.from(text, "latin1"), last: true, text };
  }
  const target = fill(drawn.target, told, (value) => encodeURIComponent(Buffer.from(value).toString()));
  const headers = [
    ...credentials,
    ...drawn.headers.map(([name, value]) => [name, fill(value, told, onOneLine)] as const),
    ...(drawn.body === null || drawn.body.type === null ? [] : [["content-type", fill(drawn.body.type, told, onOneLine)] as const]),
  ];
  const json = drawn.body?.type?.toLowerCase().includes("json") ?? false;
  const text =
    drawn.body === null ? null : fill(drawn.body.text, told, json ? (value) => JSON.stringify(value).slice(1, -1) : (value) => value);
  const body = text === null ? null : Buffer.from(text, drawn.body?.coding ?? "utf8");
  return {
    method: drawn.method,
    bytes: writeRequest({ method: drawn.method, target, headers, body, chunked: drawn.body?.chunked ?? false }),
    last: false,
    text: `${target} ${JSON.stringify(headers)} ${text ?? ""}`,
  };
}

function fill(text: string, told: ToldValues, written: (value: string) => string): string {
  if (!text.includes("~")) return text;
  return text.replaceAll(PLACE, (_whole, kind: string, said: string) => {
    const cut = said.lastIndexOf("_");
    const pool = said.slice(0, cut);
    const n = Number(said.slice(cut + 1));
    switch (kind) {
      case "id":
        return written(told.text(pool, n));
      case "spread":
        return told.entries(pool, n);
      case "big":
        return "A".repeat(n);
      case "deep":
        return "[".repeat(n) + "]".repeat(n);
      default:
        return `[${Array.from({ length: n }, () => 0).join(",")}]`;
    }
  });
}

/** A told value may hold what would end a header. */
function onOneLine(value: string): string {
  return Buffer.from(value)
    .toString("latin1")
    .replaceAll(/[\0\r\n]/g, " ");
}
