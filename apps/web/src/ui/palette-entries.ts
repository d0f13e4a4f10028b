import type { Action, Cell, CustomerRow } from "../api-types.ts";
import { t, type MessageKey } from "../messages/text.ts";

export type PaletteEntry = {
  id: string;
  label: string;
  kind: string;
  to: string;
  params: Record<string, string>;
  search: Record<string, string>;
};
type Known = {
  pages: readonly { path: string; title: MessageKey }[];
  cells: readonly Cell[];
  actions: readonly Action[];
  customers: readonly CustomerRow[];
};

/** Everything whose words hold every typed word, pages first; customers were already searched by the server. */
export function entriesFor(text: string, known: Known): PaletteEntry[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const fits = (label: string) => words.every((word) => label.toLowerCase().includes(word));
  const entries = [
    ...known.pages.map((page) => entry(`page ${page.path}`, t(page.title), t("palette.page"), page.path)),
    entry("keys", t("keys.title"), t("palette.help"), "?"),
    ...known.cells.map((cell) =>
      entry(`cell ${cell.key}`, cell.promise === null ? cell.stageLabel : `${cell.stageLabel}: ${cell.promise}`, t("palette.gap"), "/", {
        search: { cell: cell.key },
      }),
    ),
    ...known.actions.map((action) => entry(`action ${action.id}`, `${action.title}, ${action.ownerName}`, t("palette.action"), "/act")),
  ].filter((each) => fits(each.label));
  const customers = known.customers.map((row) =>
    entry(`customer ${row.id}`, row.id, t("palette.customer"), "/customers/$id", { params: { id: row.id } }),
  );
  return [...entries.slice(0, 14), ...customers];
}

function entry(
  id: string,
  label: string,
  kind: string,
  to: string,
  more: { params?: Record<string, string>; search?: Record<string, string> } = {},
): PaletteEntry {
  return { id, label, kind, to, params: more.params ?? {}, search: more.search ?? {} };
}
