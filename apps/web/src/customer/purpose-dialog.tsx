import { useState, type SubmitEvent } from "react";
import type { Problem } from "../api.ts";
import { t } from "../messages/text.ts";
import { Dialog } from "../ui/dialog.tsx";
import { LongField, SelectField, TextField } from "../ui/field.tsx";
import { Trouble } from "../ui/trouble.tsx";
import { BASES, idOf, type Purpose, USES } from "./purpose-words.ts";

const DEFAULTS = ["allowed", "denied"] as const;
const NEW: Purpose = { id: "", name: "", what: "", basis: "consent", byDefault: "allowed", uses: ["analysis"], toldAs: [] };

/** One purpose: what it is for, on what it rests, what it covers. */
export function PurposeDialog(props: {
  purpose: Purpose | null;
  all: readonly Purpose[];
  onSave: (all: readonly Purpose[]) => Promise<void>;
  onClose: () => void;
}) {
  const { purpose, all, onSave, onClose } = props;
  const [draft, setDraft] = useState(purpose ?? NEW);
  const [names, setNames] = useState(draft.toldAs.join(", "));
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<Problem | null>(null);
  const set = (over: Partial<Purpose>) => setDraft({ ...draft, ...over });
  const save = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    setBusy(true);
    const toldAs = names.split(",").flatMap((name) => (name.trim() === "" ? [] : name.trim()));
    const ids = all.map(({ id }) => id);
    const one = { ...draft, toldAs, id: purpose?.id ?? idOf(draft.name, ids) };
    onSave(purpose === null ? [...all, one] : all.map((each) => (each.id === one.id ? one : each))).catch((problem: Problem) => {
      setError(problem);
      setBusy(false);
    });
  };
  return (
    <Dialog title={purpose === null ? t("purposes.add") : t("purposes.change.title", { name: purpose.name })} opened onClose={onClose}>
      <form className="form" onSubmit={save}>
        <TextField
          label={t("purposes.name")}
          name="name"
          required
          maxLength={80}
          value={draft.name}
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
        <LongField
          label={t("purposes.sentence")}
          name="what"
          rows={2}
          required
          maxLength={400}
          value={draft.what}
          onChange={(event) => set({ what: event.currentTarget.value })}
        />
        <SelectField
          label={t("purposes.basis")}
          name="basis"
          value={draft.basis}
          options={BASES.map((id) => ({ id, label: t(`consent.basis.${id}`) }))}
          onChange={(event) => {
            const basis = BASES.find((each) => each === event.currentTarget.value) ?? "consent";
            set(basis === "consent" ? { basis } : { basis, byDefault: "allowed" });
          }}
        />
        {draft.basis === "consent" && (
          <SelectField
            label={t("purposes.default")}
            name="default"
            value={draft.byDefault}
            options={DEFAULTS.map((id) => ({ id, label: t(`purposes.default.${id}`) }))}
            onChange={(event) => set({ byDefault: DEFAULTS.find((each) => each === event.currentTarget.value) ?? "allowed" })}
          />
        )}
        <fieldset className="choices">
          <legend>{t("purposes.uses")}</legend>
          {USES.map((use) => (
            <label key={use}>
              <input
                type="checkbox"
                name="uses"
                checked={draft.uses.includes(use)}
                onChange={(event) =>
                  set({ uses: USES.filter((each) => (each === use ? event.currentTarget.checked : draft.uses.includes(each))) })
                }
              />{" "}
              {t(`consent.use.${use}`)}
            </label>
          ))}
        </fieldset>
        <TextField
          label={t("purposes.told-as")}
          hint={t("purposes.told-as.hint")}
          name="told-as"
          value={names}
          onChange={(event) => setNames(event.currentTarget.value)}
        />
        {error !== null && <Trouble error={error} />}
        <div className="row-end">
          <button type="button" className="btn" onClick={onClose}>
            {t("dialog.keep")}
          </button>
          <button type="submit" className="btn primary" disabled={busy || draft.name.trim() === "" || draft.what.trim() === ""}>
            {t("purposes.save")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
