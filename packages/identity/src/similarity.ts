const MOST = 64;
const takenA = new Uint8Array(MOST);
const takenB = new Uint8Array(MOST);

/**
 * Jaro–Winkler similarity of two words, 0 (nothing shared) to 1 (equal): the Jaro similarity, raised by a tenth of its distance from 1 for
 * each of up to four leading characters shared. Characters behind the 64th are not looked at.
 * Source: W. E. Winkler (1990), String Comparator Metrics and Enhanced Decision Rules in the Fellegi–Sunter Model of Record Linkage.
 */
export function jaroWinkler(a: string, b: string): number {
  if (a === b) return a === "" ? 0 : 1;
  const n = Math.min(a.length, MOST);
  const m = Math.min(b.length, MOST);
  if (n === 0 || m === 0) return 0;
  const reach = Math.max(0, (Math.max(n, m) >> 1) - 1);
  for (let i = 0; i < n; i += 1) takenA[i] = 0;
  for (let j = 0; j < m; j += 1) takenB[j] = 0;
  let shared = 0;
  for (let i = 0; i < n; i += 1) {
    const char = a.charCodeAt(i);
    const to = Math.min(m - 1, i + reach);
    for (let j = Math.max(0, i - reach); j <= to; j += 1) {
      if (takenB[j] === 1 || b.charCodeAt(j) !== char) continue;
      takenA[i] = 1;
      takenB[j] = 1;
      shared += 1;
      break;
    }
  }
  if (shared === 0) return 0;
  let moved = 0;
  for (let i = 0, j = 0; i < n; i += 1) {
    if (takenA[i] === 0) continue;
    while (takenB[j] === 0) j += 1;
    if (a.charCodeAt(i) !== b.charCodeAt(j)) moved += 1;
    j += 1;
  }
  const jaro = (shared / n + shared / m + (shared - moved / 2) / shared) / 3;
  let prefix = 0;
  const most = Math.min(4, n, m);
  while (prefix < most && a.charCodeAt(prefix) === b.charCodeAt(prefix)) prefix += 1;
  return jaro + prefix * 0.1 * (1 - jaro);
}

const rows = [new Uint16Array(MOST + 1), new Uint16Array(MOST + 1), new Uint16Array(MOST + 1)] as const;

/**
 * Edits between two words: characters put in, left out, replaced, or two neighbours swapped, no character twice (optimal string alignment).
 * Above `most` the answer is `most + 1`. Characters behind the 64th are not looked at.
 */
export function editDistance(a: string, b: string, most: number): number {
  if (a === b) return 0;
  const n = Math.min(a.length, MOST);
  const m = Math.min(b.length, MOST);
  if (Math.abs(n - m) > most) return most + 1;
  let [before, last, now] = rows;
  for (let j = 0; j <= m; j += 1) last[j] = j;
  for (let i = 1; i <= n; i += 1) {
    now[0] = i;
    let least = i;
    const char = a.charCodeAt(i - 1);
    for (let j = 1; j <= m; j += 1) {
      const other = b.charCodeAt(j - 1);
      let cost = Math.min(last[j] + 1, now[j - 1] + 1, last[j - 1] + (char === other ? 0 : 1));
      if (i > 1 && j > 1 && char === b.charCodeAt(j - 2) && a.charCodeAt(i - 2) === other) cost = Math.min(cost, before[j - 2] + 1);
      now[j] = cost;
      if (cost < least) least = cost;
    }
    if (least > most) return most + 1;
    [before, last, now] = [last, now, before];
  }
  return Math.min(last[m], most + 1);
}
