import { addMissing, readList, readSettings } from "../../company/index.ts";
import type { Records } from "../../platform/records/contract.ts";
import type { Dimensions } from "./columns.ts";
import { idOfName, labelOfId } from "./dimension-names.ts";
import type { EventRow } from "./event-row.ts";
import { LIMITS } from "./limits.ts";

/** Somebody may rename a stage meanwhile; events follow within this time. */
const FRESH_MS = 5_000;
const LISTS = { stage: "stages", channel: "channels", segment: "segments" } as const;
type Column = keyof typeof LISTS;
const COLUMNS = ["stage", "channel", "segment"] as const satisfies readonly Column[];

export interface CompanyLists {
  /** The lists as they are, read anew every few seconds. */
  read(): Promise<Dimensions>;
  /** Names that events brought and the company does not know join its lists, as they do from files. */
  learn(rows: readonly EventRow[]): Promise<void>;
}

interface Known {
  readonly at: number;
  readonly currency: string;
  readonly byName: Record<Column, Map<string, string>>;
  readonly ids: Record<Column, Set<string>>;
}

export function createCompanyLists(records: Records, clock: () => number): CompanyLists {
  let reading: Promise<Known> | null = null;
  let known: Known | null = null;

  async function load(): Promise<Known> {
    const byName = { stage: new Map<string, string>(), channel: new Map<string, string>(), segment: new Map<string, string>() };
    const ids = { stage: new Set<string>(), channel: new Set<string>(), segment: new Set<string>() };
    const at = clock();
    const { currency } = await readSettings(records.db, "own");
    for (const column of COLUMNS) {
      for (const { id, label } of await readList(records.db, "own", LISTS[column])) {
        byName[column].set(label.toLowerCase(), id);
        ids[column].add(id);
      }
      // An id beats another entry's label.
      for (const id of ids[column]) byName[column].set(id.toLowerCase(), id);
    }
    return { at, currency, byName, ids };
  }

  async function current(): Promise<Known> {
    if (known !== null && clock() - known.at < FRESH_MS) return known;
    reading ??= load().finally(() => (reading = null));
    known = await reading;
    return known;
  }

  return {
    async read() {
      const { currency, byName } = await current();
      const named = (column: Column) => (name: string) => byName[column].get(name.toLowerCase()) ?? idOfName(name);
      return { currency, stage: named("stage"), channel: named("channel"), segment: named("segment") };
    },
    async learn(rows) {
      const now = known;
      if (now === null) return;
      const found = COLUMNS.map((column) => [column, unknownOf(column, rows, now.ids[column])] as const).filter(([, ids]) => ids.size > 0);
      if (found.length === 0) return;
      await records.transaction(async (tx) => {
        for (const [column, ids] of found) {
          const first = now.ids[column].size;
          const entries = [...ids].map((id, i) => ({ id, label: labelOfId(id), order: first + i, ownerId: null }));
          if (column === "stage") await addMissing(tx, "own", "stages", entries);
          else
            await addMissing(
              tx,
              "own",
              LISTS[column],
              entries.map(({ id, label }) => ({ id, label })),
            );
        }
      });
      for (const [column, ids] of found) for (const id of ids) now.ids[column].add(id);
    },
  };
}

function unknownOf(column: Column, rows: readonly EventRow[], ids: ReadonlySet<string>): Set<string> {
  const found = new Set<string>();
  for (const row of rows) {
    const id = row[column];
    if (id !== null && !ids.has(id) && ids.size + found.size < LIMITS.listEntries) found.add(id);
  }
  return found;
}
