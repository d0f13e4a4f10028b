import { personalDownload, read } from "../../platform/operation.ts";
import { toLetter } from "./list-dead-letters.ts";
import { readDeadLetters } from "./store.ts";
import { DeadLetterFilter } from "./words.ts";

const PAGE = 500;
/** The file is made in memory; the rest is had by asking for one source or reason, or after discarding these. */
const MOST_CHARS = 32 * 1024 * 1024;

export const downloadDeadLetters = read({
  name: "customer.downloadDeadLetters",
  method: "GET",
  path: "/dead-letters/download",
  summary: "Refused events as lines of JSON, newest first, at most 32 MB",
  permission: "customer:read",
  carrier: "download",
  files: ["application/x-ndjson"],
  input: DeadLetterFilter,
  output: personalDownload,
  async run(ctx, choice) {
    const now = ctx.clock();
    const lines: string[] = [];
    let chars = 0;
    let before: string | null = null;
    for (;;) {
      const rows = await readDeadLetters(ctx.db, { choice, now, before, limit: PAGE });
      for (const row of rows) {
        const line = `${JSON.stringify(toLetter(row))}\n`;
        chars += line.length;
        if (chars > MOST_CHARS) break;
        lines.push(line);
      }
      before = rows.at(-1)?.id ?? null;
      if (rows.length < PAGE || chars > MOST_CHARS) break;
    }
    return { name: "dead-letters.ndjson", type: "application/x-ndjson; charset=utf-8", text: lines.join("") };
  },
});
