/** Guards against files made (or broken) to exhaust the machine. */
export interface Limits {
  /** Bytes after decompression. */
  unpackedBytes: number;
  /** Unpacked to packed, looked at once more than 64 MB are unpacked; deflate itself ends near 1030. */
  ratio: number;
  /** Characters in one row, or in one XML token. */
  rowCharacters: number;
  columns: number;
  /** XML nesting. */
  depth: number;
}

export const DEFAULT_LIMITS: Limits = {
  unpackedBytes: 20 * 1024 ** 3,
  ratio: 400,
  rowCharacters: 16 * 1024 ** 2,
  columns: 16_384,
  depth: 1000,
};

export const limitsFrom = (partial: Partial<Limits> | undefined): Limits => ({ ...DEFAULT_LIMITS, ...partial });
