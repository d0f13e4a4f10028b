import { useState, type SubmitEvent } from "react";
import type { ExpectedEvent, ExpectedProperty } from "../api-types.ts";
import { t } from "../messages/text.ts";
import { Dialog } from "../ui/dialog.tsx";
import { SelectField, TextField } from "../ui/field.tsx";

const TYPES = ["word", "number", "money", "time", "boolean", "enumeration", "structure", "any"] as const;
type Type = ExpectedProperty["type"];

/** A property while it is written: its values as one line of text. */
interface Draft {
  readonly key: number;
  readonly name: string;
  readonly type: Type;
  readonly required: boolean;
  readonly values: string;
}

/** Adds an expected event, or changes one. `names` are those that are taken. */
export function ExpectedEventDialog(props: {
  before: ExpectedEvent | null;
  names: readonly string[];
  onSave: (event: ExpectedEvent) => void;
  onClose: () => void;
}) {
  const { before, names, onSave, onClose } = props;
  const [name, setName] = useState(before?.name ?? "");
  const [drafts, setDrafts] = useState<readonly Draft[]>(() => (before?.properties ?? []).map(draftOf));
  const twice = names.includes(name.trim());
  const change = (key: number, to: Partial<Draft>) => setDrafts(drafts.map((one) => (one.key === key ? { ...one, ...to } : one)));
  const save = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (!twice) onSave({ name: name.trim(), properties: drafts.map(toProperty) });
  };
  return (
    <Dialog title={t(before === null ? "tracking.add" : "tracking.change.title")} opened onClose={onClose} wide>
      <form className="form" onSubmit={save}>
        <TextField
          label={t("tracking.event")}
          hint={t("tracking.event.hint")}
          wrong={twice ? t("tracking.event.twice") : null}
          value={name}
          required
          maxLength={200}
          autoComplete="off"
          onChange={(event) => setName(event.currentTarget.value)}
        />
        {drafts.map((draft, at) => (
          <PropertyFields
            key={draft.key}
            draft={draft}
            at={at + 1}
            taken={drafts.some((one) => one.key !== draft.key && one.name.trim() === draft.name.trim())}
            onChange={(to) => change(draft.key, to)}
            onRemove={() => setDrafts(drafts.filter(({ key }) => key !== draft.key))}
          />
        ))}
        <p className="buttons">
          <button
            type="button"
            className="btn small"
            onClick={() =>
              setDrafts([
                ...drafts,
                { key: Math.max(0, ...drafts.map(({ key }) => key)) + 1, name: "", type: "word", required: false, values: "" },
              ])
            }
          >
            {t("tracking.property.add")}
          </button>
        </p>
        <div className="row-end">
          <button type="button" className="btn" onClick={onClose}>
            {t("tracking.leave")}
          </button>
          <button type="submit" className="btn primary">
            {t("tracking.save")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

function PropertyFields(props: { draft: Draft; at: number; taken: boolean; onChange: (to: Partial<Draft>) => void; onRemove: () => void }) {
  const { draft, at, taken, onChange, onRemove } = props;
  return (
    <fieldset className="property">
      <legend>{t("tracking.property.nth", { n: at })}</legend>
      <TextField
        label={t("tracking.property.name")}
        wrong={taken ? t("tracking.property.twice") : null}
        value={draft.name}
        required
        maxLength={200}
        autoComplete="off"
        onChange={(event) => onChange({ name: event.currentTarget.value })}
      />
      <SelectField
        label={t("tracking.property.type")}
        value={draft.type}
        options={TYPES.map((id) => ({ id, label: t(`tracking.type.${id}`) }))}
        onChange={(event) => onChange({ type: TYPES.find((one) => one === event.currentTarget.value) ?? "word" })}
      />
      {draft.type === "enumeration" && (
        <TextField
          label={t("tracking.property.values")}
          hint={t("tracking.property.values.hint")}
          value={draft.values}
          required
          autoComplete="off"
          onChange={(event) => onChange({ values: event.currentTarget.value })}
        />
      )}
      <label className="check">
        <input type="checkbox" checked={draft.required} onChange={(event) => onChange({ required: event.currentTarget.checked })} />{" "}
        {t("tracking.property.required")}
      </label>
      <button type="button" className="btn small" onClick={onRemove}>
        {t("tracking.property.remove")}
        <span className="sr">: {draft.name}</span>
      </button>
    </fieldset>
  );
}

function draftOf({ name, type, required, values }: ExpectedProperty, key: number): Draft {
  return { key, name, type, required, values: (values ?? []).join(", ") };
}

function toProperty({ name, type, required, values }: Draft): ExpectedProperty {
  const allowed = values
    .split(",")
    .map((value) => value.trim())
    .filter((value) => value !== "");
  return { name: name.trim(), type, required, values: type === "enumeration" ? [...new Set(allowed)] : null };
}
