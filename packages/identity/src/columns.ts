import { digits, fold, saysNothing } from "./fold.ts";
import type { Role } from "./roles.ts";
import { textTable } from "./text-table.ts";

/** One column of all records, interned: a word for each code. */
export interface Column {
  readonly name: string;
  readonly role: Exclude<Role, "ignore">;
  /** Per row the code of its word; −1 where the cell says nothing. */
  readonly codes: Int32Array;
  readonly words: readonly string[];
  /** Rows that hold each word. */
  readonly counts: Int32Array;
  /** Of the text of each word. */
  readonly hashes: Uint32Array;
}

/** A cell as its role compares it; empty where it says nothing. */
export function normalise(role: Role, cell: string): string {
  if (role === "email" && cell.includes("@")) return cell.trim().toLowerCase();
  const folded = fold(cell);
  if (saysNothing(folded)) return "";
  switch (role) {
    case "email":
      return cell.trim().toLowerCase();
    case "phone":
      return withoutZeros(digits(cell));
    case "date-of-birth":
      return yearFirst(cell);
    case "id":
    case "postcode":
      return folded.replace(/ /g, "");
    default:
      return folded;
  }
}

function withoutZeros(number: string): string {
  return number.charCodeAt(0) === 48 ? number.replace(/^0+/, "") : number;
}

/** Eight digits, year first. Which of day and month stands first in 05/06/1980 is not asked: a swap is compared as one slip. */
function yearFirst(cell: string): string {
  const parts = cell.trim().split(/\D+/);
  if (parts.length >= 3 && parts[0].length <= 2 && parts[2].length === 4)
    return `${parts[2]}${parts[1].padStart(2, "0")}${parts[0].padStart(2, "0")}`;
  if (parts.length >= 3 && parts[0].length === 4) return `${parts[0]}${parts[1].padStart(2, "0")}${parts[2].slice(0, 2).padStart(2, "0")}`;
  return digits(cell).slice(0, 8);
}

export function intern(name: string, role: Column["role"], cells: readonly string[]): Column {
  // Cells and what becomes of them in one table: a word that is compared stands for itself.
  const known = textTable();
  const words: string[] = [];
  const hashes = growingHashes();
  const codes = new Int32Array(cells.length);
  const codeOf = (word: string): number => {
    if (word === "") return -1;
    const before = known.get(word);
    if (before !== null) return before;
    known.add(word, words.length);
    hashes.set(words.length, known.hash);
    words.push(word);
    return words.length - 1;
  };
  for (let row = 0; row < cells.length; row += 1) {
    const cell = cells[row];
    let code = cell === "" ? -1 : known.get(cell);
    if (code === null) {
      const word = normalise(role, cell);
      code = codeOf(word);
      if (word !== cell) known.add(cell, code);
    }
    codes[row] = code;
  }
  return { name, role, codes, words, counts: countOf(codes, words.length), hashes: hashes.whole(words.length) };
}

function growingHashes() {
  let hashes = new Uint32Array(1 << 10);
  return {
    set(at: number, hash: number): void {
      if (at === hashes.length) {
        const longer = new Uint32Array(2 * at);
        longer.set(hashes);
        hashes = longer;
      }
      hashes[at] = hash;
    },
    whole: (length: number): Uint32Array => hashes.slice(0, length),
  };
}

/** The same column with its rows in another order, and codes in the order in which that meets their words. */
export function inOrder({ name, role, codes: old, words: all, hashes: before }: Column, order: Int32Array): Column {
  const place = new Int32Array(all.length).fill(-1);
  const codes = new Int32Array(order.length);
  const words: string[] = [];
  const hashes = new Uint32Array(all.length);
  for (let row = 0; row < order.length; row += 1) {
    const code = old[order[row]];
    if (code < 0) codes[row] = -1;
    else {
      if (place[code] < 0) {
        place[code] = words.length;
        hashes[words.length] = before[code];
        words.push(all[code]);
      }
      codes[row] = place[code];
    }
  }
  return { name, role, codes, words, counts: countOf(codes, words.length), hashes };
}

function countOf(codes: Int32Array, words: number): Int32Array {
  const counts = new Int32Array(words);
  for (let row = 0; row < codes.length; row += 1) if (codes[row] >= 0) counts[codes[row]] += 1;
  return counts;
}
