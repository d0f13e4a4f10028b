/** Guards against files made (or broken) to exhaust the machine. */
export interface Limits {
  /** Bytes after decompression. A file that is not packed was bounded when it was uploaded. */
  unpackedBytes: number;
  /**
   * Unpacked to packed, looked at once more than 64 MB are unpacked: below that no ratio does harm. Exports of real systems pack 3 to
   * 10 times as CSV and 22 to 43 times as XES; deflate itself ends near 1030.
   */
  ratio: number;
  /** Characters in one row, or in one XML token. */
  rowCharacters: number;
  columns: number;
  /** XML nesting. An event's attribute is four deep; lists of lists are deeper. */
  depth: number;
  /** XML attributes of one element. XES knows two, and a handful of name spaces at the root. */
  attributes: number;
}

export const DEFAULT_LIMITS: Limits = {
  unpackedBytes: 4 * 1024 ** 3, // what may be uploaded unpacked, unless the installation says otherwise
  ratio: 100,
  rowCharacters: 16 * 1024 ** 2,
  columns: 16_384,
  depth: 64,
  attributes: 1000,
};

export const limitsFrom = (partial: Partial<Limits> | undefined): Limits => ({ ...DEFAULT_LIMITS, ...partial });
