import { useNavigate } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { t } from "../messages/text.ts";
import { useOpenPages } from "../session/may.ts";
import { Dialog } from "./dialog.tsx";
import { deedOf, GO, keyMap, type KeyDeed, type KeyLine } from "./key-map.ts";
import { focusRow, focusSearch } from "./list-focus.ts";

const PATIENCE_MS = 1200;
/** Not zero: a page that opened a second ago would take its first letter for the second one. */
const NEVER = Number.NEGATIVE_INFINITY;

/** Acts by the table of keys, and goes to a page by `g` and its letter. Letters typed into a field stay letters. */
export function useKeys({ palette, list, on }: { palette: () => void; list: () => void; on: boolean }): void {
  const navigate = useNavigate();
  const pages = useOpenPages();
  const went = useRef(NEVER);
  useEffect(() => {
    if (!on) return undefined;
    const press = (event: KeyboardEvent) => {
      const deed = deedOf(event);
      const typing = isTyping(event.target);
      if (deed === "palette") {
        event.preventDefault();
        palette();
      } else if (deed === "close") {
        // A field that was searched in lets go, so that letters are keys again; what lies open closes by itself.
        if (event.target instanceof HTMLElement && event.target.matches("main input, main select")) event.target.blur();
      } else if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
      else if (event.timeStamp - went.current < PATIENCE_MS && event.key !== GO) {
        went.current = NEVER;
        const page = pages.find((each) => each.key === event.key);
        if (page !== undefined) void navigate({ to: page.path });
      } else if (event.key === GO) went.current = event.timeStamp;
      else if (deed !== null && act(deed, list)) event.preventDefault();
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, [list, navigate, on, pages, palette]);
}

/** True when the key was for us and must not do anything else. */
function act(deed: KeyDeed, list: () => void): boolean {
  const page = document.getElementById("main");
  if (deed === "list") list();
  else if (page === null) return false;
  else if (deed === "search") return focusSearch(page);
  else if (deed === "next") return focusRow(page, 1);
  else if (deed === "previous") return focusRow(page, -1);
  return deed === "list";
}

export function KeyList({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const pages = useOpenPages().filter((page) => page.key !== null);
  return (
    <Dialog title={t("keys.title")} opened={opened} onClose={onClose}>
      <h3 className="keys-head">{t("keys.where.everywhere")}</h3>
      <Lines lines={keyMap.filter((line) => line.where === "everywhere")} />
      <h3 className="keys-head">{t("keys.where.lists")}</h3>
      <Lines lines={keyMap.filter((line) => line.where === "lists")} />
      <h3 className="keys-head">{t("keys.where.pages")}</h3>
      <dl className="kv keys">
        {pages.map((page) => (
          <KeyRow key={page.path} shown={`${GO} ${page.key}`} what={t("keys.go", { page: t(page.title) })} />
        ))}
      </dl>
    </Dialog>
  );
}

function Lines({ lines }: { lines: readonly KeyLine[] }) {
  return (
    <dl className="kv keys">
      {lines.map((line) => (
        <KeyRow key={line.deed} shown={line.shown} what={t(line.what)} />
      ))}
    </dl>
  );
}

function KeyRow({ shown, what }: { shown: string; what: string }) {
  return (
    <div>
      <dt>{what}</dt>
      <dd>
        <kbd>{shown}</kbd>
      </dd>
    </div>
  );
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.closest("input, select, textarea, [role=dialog]") !== null);
}
