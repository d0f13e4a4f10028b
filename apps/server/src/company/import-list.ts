import { text } from "node:stream/consumers";
import { inferSchema, initParser } from "udsv";
import { z } from "zod";
import { CounterseatError } from "../platform/errors.ts";
import { write } from "../platform/operation.ts";
import { putEntries } from "./store.ts";
import { ListName, lists } from "./words.ts";

const MAX_CHARACTERS = 5_000_000;

export const importList = write({
  name: "company.importList",
  method: "POST",
  path: "/company/{list}/import",
  summary: "Bring a list from a CSV or JSON file whose columns are named like the fields",
  permission: "company:write",
  carrier: "upload",
  input: z.object({ list: ListName }),
  output: z.object({
    read: z.number(),
    accepted: z.number(),
    refused: z.number(),
    problems: z.array(z.object({ row: z.number(), field: z.string().nullable(), reason: z.string() })),
  }),
  async prepare(_ctx, input, file) {
    if (file === null) throw new CounterseatError("invalid", "No file came with the request.");
    const content = await text(file.stream);
    if (content.length > MAX_CHARACTERS) throw new CounterseatError("limit", "A company list is at most 5 MB.", { fix: "Split the file." });
    const rows = parseRows(content.replace(/^\uFEFF/, ""));
    const schema = lists[input.list];
    const problems: { row: number; field: string | null; reason: string }[] = [];
    const good = rows.flatMap((row, i) => {
      const parsed = schema.safeParse(row);
      if (parsed.success) return [parsed.data];
      const issue = parsed.error.issues[0];
      problems.push({ row: i + 1, field: issue?.path.join(".") || null, reason: issue?.message ?? "does not fit" });
      return [];
    });
    // A file may name an entry twice; the later line is what it says in the end.
    const last = [...new Map(good.map((entry) => [entry.id, entry])).values()];
    const answer = { read: rows.length, accepted: good.length, refused: problems.length, problems: problems.slice(0, 100) };
    return { entries: last, answer };
  },
  async run(ctx, input, { entries, answer }) {
    await putEntries(ctx.tx, ctx.world, input.list, entries);
    return answer;
  },
  subject: (input) => input.list,
});

function parseRows(content: string): Record<string, unknown>[] {
  if (/^\s*[[{]/.test(content)) {
    const parsed = z.array(z.record(z.string(), z.unknown())).safeParse(safeJson(content));
    if (!parsed.success)
      throw new CounterseatError("invalid", "The JSON file is not a list of objects.", { fix: 'Write it as [{"id": "…", …}, …].' });
    return parsed.data;
  }
  if (!content.includes("\n"))
    throw new CounterseatError("invalid", "The file has no rows.", { fix: "First line: column names; then one line an entry." });
  const schema = inferSchema(content);
  const header = schema.cols.map((column) => column.name.trim());
  // An empty cell means "not given", so that the list's defaults hold.
  return initParser(schema)
    .stringArrs(content)
    .map((cells) =>
      Object.fromEntries(header.flatMap((name, i) => ((cells[i] ?? "").trim() === "" ? [] : [[name, (cells[i] ?? "").trim()]]))),
    );
}

function safeJson(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return null;
  }
}
