import { useDebouncedValue } from "@mantine/hooks";
import { useNavigate } from "@tanstack/react-router";
import { useId, useMemo, useState } from "react";
import { useStart } from "../help/use-start.ts";
import { t } from "../messages/text.ts";
import { useMay, useOpenPages } from "../session/may.ts";
import { useMe, useRead } from "../session/read.ts";
import { visits } from "../session/visits.ts";
import { Dialog } from "./dialog.tsx";
import { allEntries, entriesFor, type PaletteAct, type PaletteEntry } from "./palette-entries.ts";

/** Find: pages, gaps, actions, people, sources and customers by typing; arrows choose, Enter goes. */
export function Palette({ onClose, onAct }: { onClose: () => void; onAct: (act: PaletteAct) => void }) {
  const navigate = useNavigate();
  const list = useId();
  const [text, setText] = useState("");
  const [chosen, setChosen] = useState(0);
  const entries = useEntries(text);
  const current = Math.min(chosen, entries.length - 1);
  const go = (entry: PaletteEntry | undefined) => {
    if (entry === undefined) return;
    onClose();
    if ("act" in entry.going) onAct(entry.going.act);
    else void navigate(entry.going);
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
            ref={at === current ? intoSight : null}
            onClick={() => go(entry)}
            onMouseMove={() => setChosen(at)}
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

function intoSight(element: HTMLLIElement | null): void {
  element?.scrollIntoView({ block: "nearest" });
}

function useEntries(text: string): PaletteEntry[] {
  const [search] = useDebouncedValue(text.trim(), 200);
  const may = useMay();
  const pages = useOpenPages();
  const me = useMe();
  const [been] = useState(() => visits().filter((visit) => visit.path !== window.location.pathname));
  const searching = search.length >= 2 && may("customer:read") && may("pii:read");
  const board = useRead("gap.getBoard", {}, { enabled: may("gap:read") }).data;
  const company = useRead("company.getCompany", {}).data;
  const actions = useRead("accountability.listActions", {}, { enabled: may("accountability:read") }).data;
  const sources = useRead("customer.listSources", {}, { enabled: may("customer:read") }).data;
  const customers = useRead("customer.listCustomers", { search, limit: 8 }, { enabled: searching }).data;
  const start = useStart();
  const known = {
    pages: pages.filter((page) => page.permission !== "anyone" && !page.path.includes("$")),
    board: board ?? null,
    company: company ?? null,
    actions: actions?.actions ?? [],
    sources: sources?.sources ?? [],
    visits: been,
    may: {
      own: may("accountability:write") && may("gap:read"),
      import: may("customer:write"),
      loadSample: may("demo:write"),
      board: may("gap:read"),
      journey: may("journey:read"),
    },
    worlds: me.data?.worlds ?? { own: false, sample: false },
    start: start.steps === null || start.left === 0 ? null : { done: start.steps.length - start.left, all: start.steps.length },
  };
  // Only what was read changes the list; typing filters it anew each time.
  const all = useMemo(
    () => allEntries(known),
    [board, company, actions, sources, me.data, been, known.start?.done, known.start?.all, known.pages.length],
  );
  return entriesFor(text, all, searching ? (customers?.customers ?? []) : []);
}
