import { useDebouncedValue } from "@mantine/hooks";
import { useNavigate } from "@tanstack/react-router";
import { useId, useState } from "react";
import { t } from "../messages/text.ts";
import { useMay, useOpenPages } from "../session/may.ts";
import { useRead } from "../session/read.ts";
import { Dialog } from "./dialog.tsx";
import { entriesFor, type PaletteEntry } from "./palette-entries.ts";

/** Find: pages, gaps, actions and customers by typing; arrows choose, Enter goes. */
export function Palette({ onClose, onKeys }: { onClose: () => void; onKeys: () => void }) {
  const navigate = useNavigate();
  const list = useId();
  const [text, setText] = useState("");
  const [chosen, setChosen] = useState(0);
  const entries = useEntries(text);
  const current = Math.min(chosen, entries.length - 1);
  const go = (entry: PaletteEntry | undefined) => {
    if (entry === undefined) return;
    onClose();
    if (entry.to === "?") onKeys();
    else void navigate({ to: entry.to, params: entry.params, search: entry.search });
  };
  return (
    <Dialog title={t("palette.title")} opened onClose={onClose} wide>
      <input
        className="input"
        data-autofocus
        role="combobox"
        aria-expanded="true"
        aria-controls={list}
        aria-activedescendant={entries[current] === undefined ? undefined : `${list}-${current}`}
        aria-label={t("palette.label")}
        placeholder={t("palette.placeholder")}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setChosen(0);
        }}
        onKeyDown={(event) => {
          const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
          if (step !== 0) {
            event.preventDefault();
            setChosen((current + step + entries.length) % Math.max(1, entries.length));
          } else if (event.key === "Enter") go(entries[current]);
        }}
      />
      <ul className="palette" id={list} role="listbox" aria-label={t("palette.results")}>
        {entries.map((entry, at) => (
          <li
            key={entry.id}
            id={`${list}-${at}`}
            role="option"
            aria-selected={at === current}
            onClick={() => go(entry)}
            onMouseEnter={() => setChosen(at)}
          >
            <span>{entry.label}</span>
            <span className="xs mut">{entry.kind}</span>
          </li>
        ))}
      </ul>
      {entries.length === 0 && <p className="sec">{t("palette.nothing", { text })}</p>}
    </Dialog>
  );
}

function useEntries(text: string): PaletteEntry[] {
  const [search] = useDebouncedValue(text.trim(), 200);
  const may = useMay();
  const pages = useOpenPages();
  const searching = search.length >= 2 && may("customer:read") && may("pii:read");
  const board = useRead("gap.getBoard", {}, { enabled: may("gap:read") });
  const actions = useRead("accountability.listActions", {}, { enabled: may("accountability:read") });
  const customers = useRead("customer.listCustomers", { search, limit: 8 }, { enabled: searching });
  return entriesFor(text, {
    pages: pages.filter((page) => page.permission !== "anyone" && !page.path.includes("$")),
    cells: board.data?.cells ?? [],
    actions: actions.data?.actions ?? [],
    customers: searching ? (customers.data?.customers ?? []) : [],
  });
}
