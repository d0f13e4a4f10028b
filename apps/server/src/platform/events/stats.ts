/** Figures of the event side, told across threads without a message. */
export interface EventStats {
  readonly lastPosition: number;
  readonly appliedPosition: number;
  /** Bytes of the log's segments on disk, without the files kept beside them. */
  readonly logBytes: number;
  readonly segments: number;
  /** Syncs that acknowledged appends, since the thread was started. */
  readonly appendSyncs: number;
  /** Position at which names of customers whose rows are not taken in last changed; 0 where there are none. */
  readonly refusing: number;
}

const ORDER = [
  "lastPosition",
  "appliedPosition",
  "logBytes",
  "segments",
  "appendSyncs",
  "refusing",
] as const satisfies readonly (keyof EventStats)[];

export const createFigures = (): SharedArrayBuffer => new SharedArrayBuffer(8 * ORDER.length);

export function writeFigures(memory: SharedArrayBuffer, stats: EventStats): void {
  const figures = new Float64Array(memory);
  for (const [i, name] of ORDER.entries()) figures[i] = stats[name];
}

export function readFigures(memory: SharedArrayBuffer): EventStats {
  const [lastPosition = 0, appliedPosition = 0, logBytes = 0, segments = 0, appendSyncs = 0, refusing = 0] = new Float64Array(memory);
  return { lastPosition, appliedPosition, logBytes, segments, appendSyncs, refusing };
}
