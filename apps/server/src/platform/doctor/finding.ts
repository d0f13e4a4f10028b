/** What one look found. `look`: works, but somebody should know; `broken`: does not work, or will not. */
export interface Finding {
  readonly check: string;
  readonly state: "well" | "look" | "broken";
  /** A sentence for whoever looks after the server. */
  readonly words: string;
  /** What to do; null when nothing is. */
  readonly fix: string | null;
}

export const well = (check: string, words: string): Finding => ({ check, state: "well", words, fix: null });
export const look = (check: string, words: string, fix: string): Finding => ({ check, state: "look", words, fix });
export const broken = (check: string, words: string, fix: string): Finding => ({ check, state: "broken", words, fix });

export function bytesInWords(bytes: number): string {
  const [unit, size] = bytes >= 1024 ** 3 ? (["GB", 1024 ** 3] as const) : (["MB", 1024 ** 2] as const);
  return `${(bytes / size).toFixed(1)} ${unit}`;
}
