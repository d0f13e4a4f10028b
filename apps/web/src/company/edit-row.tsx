import { useState, type KeyboardEvent } from "react";
import { call, type Problem } from "../api.ts";
import type { Company, ListName } from "../api-types.ts";
import { t } from "../messages/text.ts";
import { useRefresh } from "../session/read.ts";
import { announce } from "../ui/announce.tsx";
import { Trouble } from "../ui/trouble.tsx";
import { idFrom, optionsOf, type ListField, type Row } from "./list-fields.ts";

type Given = { list: ListName; fields: readonly ListField[]; start: Row; taken: readonly string[]; company: Company; onClose: () => void };

/** A row being written: Enter saves, Escape leaves it as it was. A new row gets its id from its name. */
export function EditRow({ list, fields, start, taken, company, onClose }: Given) {
  const refresh = useRefresh();
  const [row, setRow] = useState<Row>(start);
  const [seen] = useState(company.etags[`${list}/${String(start.id)}`]); // as the viewer saw it when the row was opened
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<Problem | null>(null);
  const isNew = start.id === "";
  const first = fields[0];
  const id = isNew ? String(row.id || idFrom(String(row[first?.name ?? ""] ?? ""), taken)) : String(start.id);
  const missing = fields.filter((field) => field.needed && (row[field.name] === "" || row[field.name] === null));
  const save = () => {
    if (missing.length > 0 || busy) return;
    setBusy(true);
    setError(null);
    call("company.putEntry", { list, id, entry: { ...row, id } }, { etag: seen }).then(
      async () => {
        await refresh();
        announce(t("company.saved"));
        onClose();
      },
      (problem: Problem) => {
        setError(problem);
        setBusy(false);
      },
    );
  };
  const press = (event: KeyboardEvent) => {
    if (event.key === "Enter" && event.target instanceof HTMLInputElement) save();
    else if (event.key === "Escape") onClose();
  };
  return (
    <>
      <tr className="editing" onKeyDown={press}>
        {fields.map((field, at) => (
          <td key={field.name}>
            <Cell
              field={field}
              row={row}
              company={company}
              focus={at === 0}
              onChange={(value) => setRow({ ...row, [field.name]: value })}
            />
          </td>
        ))}
        <td>
          {isNew ? (
            <input
              className="input"
              aria-label={t("company.field.id")}
              value={String(row.id ?? "")}
              placeholder={id}
              onChange={(event) => setRow({ ...row, id: event.currentTarget.value })}
            />
          ) : (
            <span className="code mut">{id}</span>
          )}
        </td>
        <td className="num">
          <button type="button" className="btn small primary" disabled={busy || missing.length > 0} onClick={save}>
            {t("company.save")}
          </button>{" "}
          <button type="button" className="btn small" onClick={onClose}>
            {t("dialog.cancel")}
          </button>
        </td>
      </tr>
      {error !== null && (
        <tr>
          <td colSpan={fields.length + 2}>
            <Trouble error={error} />
          </td>
        </tr>
      )}
    </>
  );
}

function Cell({
  field,
  row,
  company,
  focus,
  onChange,
}: {
  field: ListField;
  row: Row;
  company: Company;
  focus: boolean;
  onChange: (value: string | number | null) => void;
}) {
  const options = optionsOf(field.kind, company);
  const value = row[field.name] ?? "";
  if (options !== null) {
    return (
      <select
        className="input"
        aria-label={t(field.label)}
        value={String(value)}
        autoFocus={focus}
        onChange={(event) => onChange(event.currentTarget.value === "" ? null : event.currentTarget.value)}
      >
        {!field.needed && <option value="">–</option>}
        {options.map((option) => (
          <option key={option.id} value={option.id}>
            {option.label}
          </option>
        ))}
      </select>
    );
  }
  return (
    <input
      className="input"
      type={field.kind === "number" ? "number" : field.kind === "date" ? "date" : "text"}
      aria-label={t(field.label)}
      required={field.needed}
      value={String(value)}
      autoFocus={focus}
      onChange={(event) => onChange(written(field, event.currentTarget.value))}
    />
  );
}

function written(field: ListField, text: string): string | number | null {
  if (text === "" && (field.nullable === true || (field.kind === "number" && !field.needed))) return null;
  return field.kind === "number" ? Number(text) : text;
}
