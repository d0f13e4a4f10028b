/** What the clients know of their writes: whoever was told that it is done holds the server to it. */
export interface Ledger {
  /** Entries of the company's lists that are written again and again; each has one writer. */
  readonly registers: Map<string, Register>;
  readonly actions: Map<number, Action>;
  readonly imports: Map<number, FileImport>;
  readonly batches: Map<number, Batch>;
  /** Sending again what the server was told is no new write. */
  next(): number;
}
export interface Register {
  /** The last value that was acknowledged, and the last that was sent. */
  acknowledged: number;
  sent: number;
}
interface Write {
  acknowledged: boolean;
}
export type Action = Write;
export interface FileImport extends Write {
  readonly rows: number;
  readonly source: string;
  /** Once the upload was acknowledged. */
  upload: string | null;
  /** Once the import was acknowledged. */
  id: string | null;
  withdrawal: "none" | "sent" | "acknowledged";
}
export interface Batch extends Write {
  readonly events: number;
}

export function createLedger(): Ledger {
  let last = 0;
  return { registers: new Map(), actions: new Map(), imports: new Map(), batches: new Map(), next: () => (last += 1) };
}
