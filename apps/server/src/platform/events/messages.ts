import type { Applied, CountQuery, DistinctQuery, ScanQuery } from "./contract.ts";
import type { NewRecord } from "./ingest-log.ts";

/** What the main thread asks of the thread that owns the log and the event store. */
export type ToOwner =
  | { readonly kind: "append"; readonly ask: number; readonly records: readonly (NewRecord & { readonly path: string | null })[] }
  | { readonly kind: "scan"; readonly ask: number; readonly query: ScanQuery }
  | { readonly kind: "countBy"; readonly ask: number; readonly query: CountQuery }
  | { readonly kind: "distinct"; readonly ask: number; readonly query: DistinctQuery }
  | { readonly kind: "result"; readonly ask: number; readonly import: string }
  | { readonly kind: "refused"; readonly ask: number; readonly import: string }
  | { readonly kind: "position"; readonly ask: number }
  | { readonly kind: "close"; readonly ask: number }
  /** A destroyed key is null, an unknown one is left out; `keys` is null when they could not be read. */
  | { readonly kind: "keys"; readonly ask: number; readonly keys: Record<string, Uint8Array | null> | null };

export type FromOwner =
  | { readonly kind: "ready"; readonly applied: number; readonly last: number; readonly cut: number }
  | { readonly kind: "answer"; readonly ask: number; readonly error: string | null; readonly value: unknown }
  | { readonly kind: "applied"; readonly position: number; readonly import: string | null; readonly result: Applied }
  | { readonly kind: "progress"; readonly import: string | null; readonly share: number; readonly rows: number }
  | { readonly kind: "keys"; readonly ask: number; readonly ids: readonly string[] };
