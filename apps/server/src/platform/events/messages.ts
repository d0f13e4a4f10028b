import type { Trouble } from "../trouble.ts";
import type {
  Applied,
  BesideQuery,
  CountQuery,
  DistinctQuery,
  EvidenceQuery,
  Filter,
  LinksQuery,
  PeopleQuery,
  ScanQuery,
} from "./contract.ts";
import type { ConsentQuery } from "./contract-consents.ts";
import type { LogPoint, NewRecord } from "./ingest-log.ts";

/** A record on its way to the owner thread; its payload and key lie in the append's one buffer. */
export type PackedRecord = Omit<NewRecord, "payload" | "key"> & {
  readonly path: string | null;
  readonly payload: readonly [from: number, to: number] | null;
  readonly key: readonly [from: number, to: number] | null;
};

/** What the main thread asks of the thread that owns the log and the event store. */
export type ToOwner =
  | { readonly kind: "append"; readonly ask: number; readonly records: readonly PackedRecord[]; readonly bytes: Uint8Array }
  | { readonly kind: "scan"; readonly ask: number; readonly query: ScanQuery }
  | { readonly kind: "countBy"; readonly ask: number; readonly query: CountQuery }
  | { readonly kind: "distinct"; readonly ask: number; readonly query: DistinctQuery }
  | { readonly kind: "result"; readonly ask: number; readonly import: string }
  | { readonly kind: "refused"; readonly ask: number; readonly import: string }
  | { readonly kind: "people"; readonly ask: number; readonly query: PeopleQuery }
  | { readonly kind: "links"; readonly ask: number; readonly query: LinksQuery }
  | { readonly kind: "evidence"; readonly ask: number; readonly query: EvidenceQuery }
  | { readonly kind: "knownElsewhere"; readonly ask: number; readonly query: { readonly filter: Filter } }
  | { readonly kind: "beside"; readonly ask: number; readonly query: BesideQuery }
  | { readonly kind: "consents"; readonly ask: number; readonly query: ConsentQuery }
  | { readonly kind: "refusedNames"; readonly ask: number; readonly world: string }
  /** Resolves with the position once a snapshot is written and the log in front of it removed. */
  | { readonly kind: "snapshot"; readonly ask: number }
  | { readonly kind: "forget"; readonly ask: number }
  /** Stops applying between two records, until `resume` or the end of a `copy`. */
  | { readonly kind: "pause"; readonly ask: number }
  /** The end of what is acknowledged. */
  | { readonly kind: "here"; readonly ask: number }
  | { readonly kind: "copy"; readonly ask: number; readonly dir: string; readonly through: LogPoint }
  | { readonly kind: "resume"; readonly ask: number }
  | { readonly kind: "close"; readonly ask: number }
  /** A destroyed key is null, an unknown one is left out; `keys` is null when they could not be read. */
  | { readonly kind: "keys"; readonly ask: number; readonly keys: Record<string, Uint8Array | null> | null };

/** What went from the disk when everything deleted was to leave it. */
export interface Forgotten {
  /** Position of the snapshot that stands for the log in front of it. */
  readonly position: number;
  readonly segments: number;
  /** Kept import files. */
  readonly files: number;
  /** Damaged stores and cut-off ends of the log that had been set aside. */
  readonly setAside: number;
}

export type FromOwner =
  | { readonly kind: "ready"; readonly applied: number; readonly last: number; readonly cut: number }
  /** The stores could not be opened; the thread ends. */
  | { readonly kind: "refused"; readonly message: string; readonly fix: string | null }
  | {
      readonly kind: "answer";
      readonly ask: number;
      readonly error: { readonly message: string; readonly unavailable: boolean } | null;
      readonly value: unknown;
    }
  | {
      readonly kind: "applied";
      readonly position: number;
      readonly import: string | null;
      readonly result: Applied;
    }
  /** Positions of small records that could not be applied. */
  | { readonly kind: "failed"; readonly positions: readonly number[] }
  /** The store was built again and stands at an earlier position. */
  | { readonly kind: "position"; readonly applied: number }
  | { readonly kind: "progress"; readonly import: string | null; readonly share: number; readonly rows: number }
  | { readonly kind: "trouble"; readonly trouble: Trouble | null }
  | { readonly kind: "said"; readonly level: "info" | "warn" | "error"; readonly fields: object; readonly text: string }
  | { readonly kind: "keys"; readonly ask: number; readonly ids: readonly string[] };

/** What the thread is started with. */
export interface OwnerSettings {
  readonly dataDir: string;
  readonly memory?: string;
  /** Bytes of log behind the last snapshot after which a new one is written. */
  readonly snapshotEvery?: number;
  readonly segmentBytes?: number;
  /** How long a message that is told once stays known, ms. */
  readonly window?: number;
  /** After trouble the stores are tried again after so long, each time twice as long up to five seconds, ms. */
  readonly firstPause?: number;
  readonly faults?: SharedArrayBuffer | null;
  /** Where the thread keeps its figures for whoever asks: see stats.ts. */
  readonly figures?: SharedArrayBuffer;
}
