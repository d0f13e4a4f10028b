/** Arguments of one call. */
export interface Parsed {
  readonly positional: readonly string[];
  has(option: string): boolean;
  one(option: string): string | null;
  /** Every value of an option that was given more than once. */
  all(option: string): readonly string[];
  pairs(option: string): Record<string, string>;
  number(option: string): number | null;
}

/** A command is a thin reader of the operation table or of the kernel list: it adds no rule of its own. */
export interface Command {
  readonly words: readonly string[];
  /** Names of the words that follow; `?` at the end = may be left out. */
  readonly positional: readonly string[];
  /** Option → what it takes; null = a switch. */
  readonly options: Readonly<Record<string, string | null>>;
  readonly summary: string;
  /** Undefined prints nothing (the server). */
  run(args: Parsed): Promise<unknown>;
}
