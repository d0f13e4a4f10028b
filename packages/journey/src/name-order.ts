/** By UTF-16 code unit: the same everywhere, unlike an order that asks the machine's language. */
export function compareNames(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
