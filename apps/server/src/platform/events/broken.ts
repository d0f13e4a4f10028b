/** A failure that is the log's or the stores', so that nothing can be applied until it is mended. */
export class Broken extends Error {
  readonly code: string;
  constructor(code: string, cause: unknown) {
    super("the event side cannot go on", { cause });
    this.name = "Broken";
    this.code = code;
  }
}
