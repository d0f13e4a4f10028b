/**
 * An event log as columns, one entry per row in file (ordinal) order; cases may be interleaved in any way.
 * The arrays may rest on SharedArrayBuffers and are only read.
 */
export type JourneyColumns = {
  /** Case of each row: any non-negative integer; not every code need occur. */
  readonly caseCode: Int32Array | Uint32Array;
  /** Step of each row: index into `activities`. */
  readonly activity: Int32Array;
  /** UTC milliseconds. */
  readonly time: Float64Array;
  /** Who did it: a non-negative code, or -1 when unknown. */
  readonly resource?: Int32Array;
  readonly activities: readonly string[];
};

/**
 * A log ready for mining: events grouped by case, inside a case by (time, row). Case c owns positions offsets[c] .. offsets[c + 1] - 1.
 * Every event carries its predecessor (as an edge number and the time since), so most questions are one pass without looking sideways.
 */
export type JourneyLog = {
  readonly events: number;
  readonly cases: number;
  /** All step names, also those without events. */
  readonly activities: readonly string[];
  /** Case -> first position; one entry more than there are cases. */
  readonly offsets: Int32Array;
  /** Case -> the code it had in the columns; cases are ordered by it. */
  readonly caseCode: Float64Array;
  /** Case -> number of its sequence of steps, 0 .. variants - 1. */
  readonly variant: Int32Array;
  readonly variants: number;
  /** Position -> row in the columns. */
  readonly row: Int32Array;
  readonly activity: Int32Array;
  /** Position -> UTC milliseconds. */
  readonly time: Float64Array;
  /** Position -> resource code or -1; null when the columns had none. */
  readonly resource: Int32Array | null;
  /** Position -> number of the edge from the predecessor, -1 for the first event of a case. */
  readonly edge: Int32Array;
  /** Position -> milliseconds since the predecessor, 0 for the first event of a case. */
  readonly elapsed: Float64Array;
  /** Edge -> its two steps. */
  readonly edgeFrom: Int32Array;
  readonly edgeTo: Int32Array;
};
