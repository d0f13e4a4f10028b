import type { Field, ImportKind } from "../contract.ts";

/**
 * How the export file of one system is read. Its headers are the system's own: a file that has them needs no guess. What a person says,
 * or settled for the source before, stands above it.
 */
export interface Preset {
  /** As a person calls it, for example "Shopify's export of orders". */
  readonly name: string;
  readonly kind: ImportKind;
  /** Headers that make the file known, whatever their order and case; together no other system has them. */
  readonly known: readonly string[];
  /** Of several headers the first one that is there counts. */
  readonly map: Partial<Record<Field, string | readonly string[]>>;
}
