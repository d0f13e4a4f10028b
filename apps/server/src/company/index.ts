import type { Slice } from "../platform/app.ts";
import { getCompany } from "./get-company.ts";
import { importList } from "./import-list.ts";
import { putEntry } from "./put-entry.ts";
import { removeEntry } from "./remove-entry.ts";
import { updateSettings } from "./update-settings.ts";

export const operations = [getCompany, updateSettings, putEntry, removeEntry, importList] as const;
export const company = { name: "company", operations, metrics: [], handlers: [] } satisfies Slice;

export { peopleInReach } from "./units-under.ts";
export { addMissing, putEntries, readCompany, readList, readSettings, removeWorld, writeSettings } from "./store.ts";
