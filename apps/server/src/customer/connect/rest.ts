import { connector, type Found, type Piece } from "./connector.ts";
import { at } from "./json-path.ts";
import { createKeyset, keysetCursor } from "./keyset.ts";
import { restPages } from "./rest-pages.ts";
import { RestSettings } from "./rest-settings.ts";
import { firstRows, type Row, rowsFile } from "./rows-file.ts";

/** Any system that answers with JSON over HTTP. */
export const rest = connector({
  id: "rest",
  settings: RestSettings,

  async test(reach, settings): Promise<Found> {
    for await (const records of restPages(reach, settings, null)) return { ...firstRows(records), note: null };
    return { columns: [], rows: [], note: "The source answers, and has no records." };
  },

  async *read(reach, settings, cursor): AsyncGenerator<Piece> {
    const from = settings.sinceField === "" ? null : keysetCursor(cursor);
    // Pages are no place to read on from: records move between them. What is read together is kept together, or not at all.
    const keyset = settings.sinceField === "" ? null : createKeyset(settings.sinceField, from, byTime);
    const pages = restPages(reach, settings, from?.value ?? null);
    async function* rows(): AsyncGenerator<Row> {
      for await (const records of pages)
        for (const record of records) if (keyset === null || keyset.admit(at(record, settings.sinceField), record)) yield record;
    }
    const all = rows();
    const first = await all.next();
    if (first.done === true) return;
    async function* whole(): AsyncGenerator<Row> {
      if (first.done !== true) yield first.value;
      yield* all;
    }
    yield {
      name: "records.jsonl",
      bytes: rowsFile(whole(), reach.maxBytes),
      end: () => ({ cursor: keyset?.cursor() ?? null, keep: true }),
    };
  },
});

/** Numbers by their size, times by their instant, everything else as text. */
function byTime(a: string, b: string): number {
  const [x, y] = NUMBER.test(a) && NUMBER.test(b) ? [Number(a), Number(b)] : [Date.parse(a), Date.parse(b)];
  if (x !== y && !Number.isNaN(x) && !Number.isNaN(y)) return x - y;
  return a === b ? 0 : a < b ? -1 : 1;
}

const NUMBER = /^-?\d+(?:\.\d+)?$/;
