/** The last step of the event store's tables (`duckdb-schema.ts`), apart from it for who must know it without loading the engine. */
export const EVENT_SCHEMA = 9;
