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
  const jaro = n <= BITS && m <= BITS && placesOf(b, m) ? jaroInBits(a, b, n, m, reach) : jaroInLists(a, b, n, m, reach);
  if (jaro === 0) return 0;
  let prefix = 0;
  const most = Math.min(4, n, m);
  while (prefix < most && a.charCodeAt(prefix) === b.charCodeAt(prefix)) prefix += 1;
  return jaro + prefix * 0.1 * (1 - jaro);
}

/** The same as `jaroInLists`, with what is taken of each word in the bits of a number. `places` has those of `b`, and is cleared. */
function jaroInBits(a: string, b: string, n: number, m: number, reach: number): number {
  let takenOfA = 0;
  let takenOfB = 0;
  let shared = 0;
  for (let i = 0; i < n; i += 1) {
    const char = a.charCodeAt(i);
    if (char >= CHARACTERS) continue;
    const high = i + reach;
    const near = (high >= BITS - 1 ? -1 : (1 << (high + 1)) - 1) & (i > reach ? -1 << (i - reach) : -1);
    const free = places[char] & near & ~takenOfB;
    if (free === 0) continue;
    takenOfB |= free & -free;
    takenOfA |= 1 << i;
    shared += 1;
  }
  for (let j = 0; j < m; j += 1) places[b.charCodeAt(j)] = 0;
  if (shared === 0) return 0;
  let moved = 0;
  for (let x = takenOfA, y = takenOfB; x !== 0; x &= x - 1, y &= y - 1) if (a.charCodeAt(lowest(x)) !== b.charCodeAt(lowest(y))) moved += 1;
  return (shared / n + shared / m + (shared - moved / 2) / shared) / 3;
}

function jaroInLists(a: string, b: string, n: number, m: number, reach: number): number {
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
  return (shared / n + shared / m + (shared - moved / 2) / shared) / 3;
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
  if (n > 0 && n <= BITS && placesOf(a, n)) return editsInBits(a, b, n, m, most);
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

/**
 * The same, a column of the table in the bits of two numbers: where it rises and where it falls. `places` has those of `a`, and is cleared.
 * Source: H. Hyyrö (2003), A Bit-Vector Algorithm for Computing Levenshtein and Damerau Edit Distances.
 */
function editsInBits(a: string, b: string, n: number, m: number, most: number): number {
  const end = 1 << (n - 1);
  let rises = -1;
  let falls = 0;
  let kept = 0;
  let before = 0;
  let edits = n;
  for (let j = 0; j < m; j += 1) {
    const char = b.charCodeAt(j);
    const here = char < CHARACTERS ? places[char] : 0;
    const swapped = ((~kept & here) << 1) & before;
    kept = ((((here & rises) + rises) | 0) ^ rises) | here | falls | swapped;
    let up = falls | ~(kept | rises);
    let down = kept & rises;
    if ((up & end) !== 0) edits += 1;
    else if ((down & end) !== 0) edits -= 1;
    // Each character that is left takes one edit off at most.
    if (edits - (m - 1 - j) > most) {
      edits = most + 1;
      break;
    }
    up = (up << 1) | 1;
    down <<= 1;
    rises = down | ~(kept | up);
    falls = up & kept;
    before = here;
  }
  for (let i = 0; i < n; i += 1) places[a.charCodeAt(i)] = 0;
  return Math.min(edits, most + 1);
}

/** Characters of a word whose places fit into one number, and characters that have an entry. */
const BITS = 32;
const CHARACTERS = 256;
/** Per character its places in a word, a bit each. All noughts between two calls. */
const places = new Int32Array(CHARACTERS);

/** Notes the places of a word's characters; false where one has no entry, and then nothing is noted. */
function placesOf(word: string, length: number): boolean {
  for (let i = 0; i < length; i += 1) {
    const char = word.charCodeAt(i);
    if (char >= CHARACTERS) {
      for (let noted = 0; noted < i; noted += 1) places[word.charCodeAt(noted)] = 0;
      return false;
    }
    places[char] |= 1 << i;
  }
  return true;
}

function lowest(bits: number): number {
  return 31 - Math.clz32(bits & -bits);
}
