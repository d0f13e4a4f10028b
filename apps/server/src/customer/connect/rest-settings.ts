import { z } from "zod";
import { CounterseatError } from "../../platform/errors.ts";
import { secret } from "./connector.ts";

export const Pagination = z.enum(["none", "page", "offset", "cursor", "next", "link"]);

export const RestSettings = z.object({
  url: z.string().trim().min(1).max(2000).describe("of the first page, with its own parameters"),
  headers: secret(z.string().max(8000).default("")).describe("one a line, as Authorization: Bearer …"),
  records: z
    .string()
    .trim()
    .max(200)
    .default("")
    .describe("where the list of records stands, as data.items; empty where the answer is the list"),
  pagination: Pagination.default("none").describe("how further pages are asked for"),
  parameter: z.string().trim().max(100).default("").describe("parameter that moves: the page, the offset or the cursor"),
  next: z.string().trim().max(200).default("").describe("where the cursor or the address of the next page stands, as meta.next"),
  sizeParameter: z.string().trim().max(100).default("").describe("parameter of the page's size"),
  size: z.coerce.number().int().min(1).max(10_000).default(100),
  since: z.string().trim().max(100).default("").describe("parameter that asks for what changed since"),
  sinceField: z.string().trim().max(200).default("").describe("field of a record that says when it changed"),
  mostPages: z.coerce.number().int().min(1).max(100_000).default(1000),
});
export type RestSettings = z.output<typeof RestSettings>;

const USUAL = { none: "", page: "page", offset: "offset", cursor: "cursor", next: "", link: "" } as const;

export function parameterOf({ parameter, pagination }: RestSettings): string {
  return parameter === "" ? USUAL[pagination] : parameter;
}

/** Headers the connection itself is made of; nobody else says them. */
const OWN = new Set(["host", "connection", "content-length", "transfer-encoding", "accept-encoding", "upgrade", "te", "trailer", "expect"]);

/** @throws CounterseatError for a line that is no header, without its value */
export function headersOf({ headers }: RestSettings): Record<string, string> {
  const found: Record<string, string> = { accept: "application/json" };
  headers.split(/\r?\n/).forEach((line, i) => {
    if (line.trim() === "") return;
    const [, name, value] = /^\s*([!#$%&'*+.^_`|~\w-]+)\s*:\s*([\t\x20-\x7e\x80-\xff]*)$/.exec(line) ?? [];
    if (name === undefined || value === undefined || OWN.has(name.toLowerCase()))
      throw new CounterseatError("invalid", `Line ${i + 1} of the headers is none that can be sent.`, {
        fix: "Write each as Name: value.",
      });
    found[name.toLowerCase()] = value.trim();
  });
  return found;
}
