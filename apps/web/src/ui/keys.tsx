import { useNavigate } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { t } from "../messages/text.ts";
import { useOpenPages } from "../session/may.ts";
import { Dialog } from "./dialog.tsx";

/** Ctrl-K finds, `?` lists the keys, `g` and a letter goes to a page. Letters typed into a field stay letters. */
export function useKeys({ palette, list, on }: { palette: () => void; list: () => void; on: boolean }): void {
  const navigate = useNavigate();
  const pages = useOpenPages();
  const went = useRef(0);
  useEffect(() => {
    if (!on) return undefined;
    const press = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
        event.preventDefault();
        palette();
        return;
      }
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      if (event.key === "?") list();
      else if (event.key === "g") went.current = event.timeStamp;
      else if (event.timeStamp - went.current < 1200) {
        went.current = 0;
        const page = pages.find((each) => each.key === event.key);
        if (page !== undefined) void navigate({ to: page.path });
      }
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, [list, navigate, on, pages, palette]);
}

export function KeyList({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const pages = useOpenPages();
  return (
    <Dialog title={t("keys.title")} opened={opened} onClose={onClose}>
      <dl className="kv keys">
        <KeyLine keys={t("shell.find.key")} what={t("keys.palette")} />
        <KeyLine keys="?" what={t("keys.list")} />
        <KeyLine keys="Esc" what={t("keys.escape")} />
        {pages.map(
          (page) => page.key !== null && <KeyLine key={page.path} keys={`g ${page.key}`} what={t("keys.go", { page: t(page.title) })} />,
        )}
      </dl>
    </Dialog>
  );
}

function KeyLine({ keys, what }: { keys: string; what: string }) {
  return (
    <div>
      <dt>{what}</dt>
      <dd>
        <kbd>{keys}</kbd>
      </dd>
    </div>
  );
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.closest("input, select, textarea, [role=dialog]") !== null);
}
