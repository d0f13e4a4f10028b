import { digits, fold, saysNothing } from "./fold.ts";
import type { Role } from "./roles.ts";

/** One column of all records, interned: a word for each code, sorted, so that codes do not depend on the order of the rows. */
export interface Column {
  readonly name: string;
  readonly role: Exclude<Role, "ignore">;
  /** Per row the code of its word; −1 where the cell says nothing. */
  readonly codes: Int32Array;
  readonly words: readonly string[];
  /** Rows that hold each word. */
  readonly counts: Int32Array;
}

/** A cell as its role compares it; empty where it says nothing. */
export function normalise(role: Role, cell: string): string {
  const folded = fold(cell);
  if (saysNothing(folded)) return "";
  switch (role) {
    case "email":
      return cell.trim().toLowerCase();
    case "phone":
      return digits(cell).replace(/^0+/, "");
    case "date-of-birth":
      return yearFirst(cell);
    case "id":
    case "postcode":
      return folded.replace(/ /g, "");
    default:
      return folded;
  }
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
  const known = new Map<string, string>();
  const normal = cells.map((cell) => {
    const found = known.get(cell);
    if (found !== undefined) return found;
    const made = normalise(role, cell);
    known.set(cell, made);
    return made;
  });
  const words = [...new Set(normal)].filter((word) => word !== "").sort();
  const codeOf = new Map(words.map((word, code) => [word, code]));
  const codes = Int32Array.from(normal, (word) => codeOf.get(word) ?? -1);
  const counts = new Int32Array(words.length);
  for (const code of codes) if (code >= 0) counts[code] += 1;
  return { name, role, codes, words, counts };
}
