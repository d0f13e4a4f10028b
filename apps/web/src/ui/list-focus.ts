/** The rows a person walks through with j and k: gaps, actions, steps, and the rows of tables. */
const ROWS = ".card > ol > li, .card > div > ol > li, .card ul.list > li, .tbl tbody tr";
const OPENS = "a[href], button:not([disabled]), summary";
const SEARCH = "input[type=search], .filters input, .filters select";

/** Puts the focus on what opens the next row of the page, or the one before. False when the page has no such rows. */
export function focusRow(page: ParentNode, step: 1 | -1): boolean {
  const rows = [...page.querySelectorAll<HTMLElement>(ROWS)].filter((row) => isSeen(row) && opener(row) !== null);
  const here = rows.findIndex((row) => row.contains(document.activeElement));
  const row = here < 0 ? (step === 1 ? rows[0] : rows.at(-1)) : rows[Math.min(rows.length - 1, Math.max(0, here + step))];
  const target = row === undefined ? null : opener(row);
  target?.focus();
  target?.scrollIntoView({ block: "nearest" });
  return target !== null;
}

/** Puts the focus into the search of the page, or its first filter. */
export function focusSearch(page: ParentNode): boolean {
  const field = [...page.querySelectorAll<HTMLElement>(SEARCH)].find(isSeen);
  field?.focus();
  return field !== undefined;
}

function opener(row: HTMLElement): HTMLElement | null {
  return [...row.querySelectorAll<HTMLElement>(OPENS)].find(isSeen) ?? null;
}

function isSeen(element: HTMLElement): boolean {
  return element.checkVisibility();
}
