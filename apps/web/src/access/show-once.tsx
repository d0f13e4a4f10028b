import { useId, useRef } from "react";
import { t } from "../messages/text.ts";
import { announce } from "../ui/announce.tsx";

/** A secret that is shown this once: to be copied, and gone when the dialog closes. */
export function ShowOnce({ label, secret, what, onDone }: { label: string; secret: string; what: string; onDone: () => void }) {
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const copy = () => {
    field.current?.select();
    // Only pages reached by https or on this machine may write to the clipboard; elsewhere the text is marked, and Ctrl C copies it.
    const clipboard = (navigator as { clipboard?: Clipboard }).clipboard;
    if (clipboard === undefined) announce(t("once.marked"));
    else
      clipboard.writeText(secret).then(
        () => announce(t("once.copied")),
        () => announce(t("once.marked")),
      );
  };
  return (
    <div className="once">
      <p>{what}</p>
      <div className="field">
        <label htmlFor={id}>{label}</label>
        <span className="with-button">
          <input
            id={id}
            ref={field}
            className="input"
            readOnly
            value={secret}
            onFocus={(event) => event.currentTarget.select()}
            data-autofocus
          />
          <button type="button" className="btn small" onClick={copy}>
            {t("once.copy")}
          </button>
        </span>
      </div>
      <div className="row-end">
        <button type="button" className="btn primary" onClick={onDone}>
          {t("once.done")}
        </button>
      </div>
    </div>
  );
}
