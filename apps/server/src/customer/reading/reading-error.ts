export type ReadingErrorCode =
  | "no-such-file"
  | "unknown-format"
  | "broken-gzip"
  | "broken-archive"
  | "broken-parquet"
  | "broken-encoding"
  | "broken-xml"
  | "forbidden-xml"
  | "limit"
  | "unknown-field"
  | "unknown-column"
  | "unknown-time-zone"
  | "unknown-setting";

/** The whole file (or what was asked about it) cannot be read; a single bad row is a `Problem`, never this. `fix` is one plain sentence. */
export class ReadingError extends Error {
  readonly code: ReadingErrorCode;
  readonly fix: string;

  constructor(input: { code: ReadingErrorCode; message: string; fix: string; cause?: unknown }) {
    super(input.message, input.cause === undefined ? undefined : { cause: input.cause });
    this.name = "ReadingError";
    this.code = input.code;
    this.fix = input.fix;
  }
}
