import { join } from "node:path";

/** The one file of the embedded event store. */
export const storePath = (dataDir: string): string => join(dataDir, "events", "events.duckdb");
