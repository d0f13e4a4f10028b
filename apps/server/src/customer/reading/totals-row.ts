/** What systems write in front of the sum of a column, in the languages whose headers are known. */
const TOTAL =
  /^(?:(?:grand|sub|report|overall|column)[ -]?totals?|totals?|totaux|total (?:general|gesamt|général)|gesamt(?:summe|betrag|ergebnis)?|summen?|zwischensumme|endsumme|sum|somme|suma|sous-total|subtotal|totale|totaal|average|durchschnitt|mittelwert|moyenne|promedio|∑|Σ)\b[\s:.=(\d)]*$/iu;
const SHORT = 40;

/**
 * Whether a row adds up those above it: its first value is a word such as `Total`, about half of its cells are empty and the others hold
 * no words. An activity or a customer of that name has the rest of its row filled.
 */
export const isTotals = (cells: readonly string[]): boolean => {
  let first = -1;
  for (let at = 0; at < cells.length; at += 1) {
    if (cells[at] !== "" && cells[at]?.trim() !== "") {
      first = at;
      break;
    }
  }
  const label = cells[first]?.trim() ?? "";
  if (label.length === 0 || label.length > SHORT || !TOTAL.test(label)) return false;
  let words = 0;
  let empty = 0;
  for (const cell of cells) {
    if (cell.trim() === "") empty += 1;
    else if (/\p{L}{4,}/u.test(cell)) words += 1;
  }
  return words <= 1 && empty * 2 >= cells.length - 1;
};
