/** Columns of text under their headers, all of one length, as a CSV or XES reader hands them over. */
export type TextColumns = {
  readonly names: readonly string[];
  readonly columns: Readonly<Record<string, readonly string[]>>;
};

export type KernelInput = {
  /** The file's columns, or null when the kernel was called with arguments only. */
  readonly columns: TextColumns | null;
  /** The columns of further files, for a kernel that takes several. */
  readonly more?: readonly TextColumns[];
  readonly args: Readonly<Record<string, unknown>>;
};

/** A pure function on columns that `compute` can run by name; the list of kernels is also the API page. */
export type Kernel = {
  /** `package.kernel`; a public name that scripts rely on. */
  readonly name: string;
  /** One sentence: what it answers. */
  readonly summary: string;
  /** The paper or standard it follows. */
  readonly source: string;
  /** How many files it takes at most; one where this is absent. */
  readonly files?: number;
  /** JSON Schema of the arguments. */
  readonly args: Readonly<Record<string, unknown>>;
  /** JSON Schema of the output. */
  readonly output: Readonly<Record<string, unknown>>;
  /** Throws RangeError when the arguments or columns cannot be read; weak data come back as doubts. */
  readonly run: (input: KernelInput) => unknown;
};
