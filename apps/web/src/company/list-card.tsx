import { useRef, useState } from "react";
import { call, type Problem } from "../api.ts";
import type { Company, ListImport } from "../api-types.ts";
import { t } from "../messages/text.ts";
import { useRefresh } from "../session/read.ts";
import { announce } from "../ui/announce.tsx";
import { ExportButton } from "../ui/data-table.tsx";
import { Confirm } from "../ui/dialog.tsx";
import { calendarDay, count } from "../ui/format.ts";
import { Card } from "../ui/page.tsx";
import { Trouble } from "../ui/trouble.tsx";
import { EditRow } from "./edit-row.tsx";
import { blank, listFields, optionsOf, type ListField, type Row } from "./list-fields.ts";

type List = keyof typeof listFields;

/** One list of the company: read, added to, changed in place, taken from, or brought in from a file. */
export function ListCard({ list, company }: { list: List; company: Company }) {
  const fields = listFields[list];
  const entries: readonly Row[] = company[list].map((entry) => ({ ...entry }));
  const [editing, setEditing] = useState<string | null>(null);
  const [adding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<Row | null>(null);
  const columns = [
    { head: "id", cell: (row: Row) => row.id ?? null },
    ...fields.map((field) => ({ head: field.name, cell: (row: Row) => row[field.name] ?? null })),
  ];
  const ids = entries.map((entry) => String(entry.id));
  return (
    <Card
      id={`list-${list}`}
      title={t(`company.list.${list}`)}
      beside={<span className="sm mut">{t(`company.list.${list}.what`)}</span>}
      tools={entries.length > 0 ? <ExportButton columns={columns} rows={entries} name={list} /> : undefined}
    >
      {(entries.length > 0 || adding) && (
        <div className="scroll" tabIndex={0} role="region" aria-label={t("table.of", { what: t(`company.list.${list}`) })}>
          <table className="tbl editable">
            <thead>
              <tr>
                {fields.map((field) => (
                  <th key={field.name} scope="col" className={field.kind === "number" ? "num" : undefined}>
                    {t(field.label)}
                  </th>
                ))}
                <th scope="col">{t("company.field.id")}</th>
                <th scope="col">
                  <span className="sr">{t("company.change")}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {entries.map((entry) =>
                editing === entry.id ? (
                  <EditRow
                    key={String(entry.id)}
                    list={list}
                    fields={fields}
                    start={entry}
                    taken={ids}
                    company={company}
                    onClose={() => setEditing(null)}
                  />
                ) : (
                  <ShownRow
                    key={String(entry.id)}
                    fields={fields}
                    entry={entry}
                    company={company}
                    onEdit={() => setEditing(String(entry.id))}
                    onRemove={() => setRemoving(entry)}
                  />
                ),
              )}
              {adding && (
                <EditRow
                  list={list}
                  fields={fields}
                  start={blank(fields, entries)}
                  taken={ids}
                  company={company}
                  onClose={() => setAdding(false)}
                />
              )}
            </tbody>
          </table>
        </div>
      )}
      <div className="body buttons">
        {!adding && (
          <button type="button" className="btn small" onClick={() => setAdding(true)}>
            {t(`company.list.${list}.add`)}
          </button>
        )}
        <FileImport list={list} fields={fields} />
      </div>
      {removing !== null && <Removal list={list} entry={removing} fields={fields} onClose={() => setRemoving(null)} />}
    </Card>
  );
}

function ShownRow({
  fields,
  entry,
  company,
  onEdit,
  onRemove,
}: {
  fields: readonly ListField[];
  entry: Row;
  company: Company;
  onEdit: () => void;
  onRemove: () => void;
}) {
  const title = nameOf(fields, entry);
  return (
    <tr>
      {fields.map((field, at) =>
        at === 0 ? (
          <th key={field.name} scope="row" className="strong">
            {shown(field, entry, company)}
          </th>
        ) : (
          <td key={field.name} className={field.kind === "number" ? "num" : undefined}>
            {shown(field, entry, company)}
          </td>
        ),
      )}
      <td className="code mut">{entry.id}</td>
      <td className="num">
        <button type="button" className="btn small" onClick={onEdit}>
          {t("company.edit")}
          <span className="sr"> {title}</span>
        </button>{" "}
        <button type="button" className="btn small" onClick={onRemove}>
          {t("company.remove")}
          <span className="sr"> {title}</span>
        </button>
      </td>
    </tr>
  );
}

function Removal({ list, entry, fields, onClose }: { list: List; entry: Row; fields: readonly ListField[]; onClose: () => void }) {
  const refresh = useRefresh();
  const [error, setError] = useState<Problem | null>(null);
  const name = nameOf(fields, entry);
  const yes = () =>
    call("company.removeEntry", { list, id: String(entry.id) }).then(async () => {
      await refresh();
      announce(t("company.removed", { name }));
      onClose();
    }, setError);
  return (
    <Confirm
      opened
      title={t("company.remove.title", { name })}
      what={t("company.remove.what")}
      yes={t("company.remove.yes")}
      onYes={() => void yes()}
      onClose={onClose}
    >
      {error !== null && <Trouble error={error} />}
    </Confirm>
  );
}

function FileImport({ list, fields }: { list: List; fields: readonly ListField[] }) {
  const refresh = useRefresh();
  const input = useRef<HTMLInputElement>(null);
  const [result, setResult] = useState<ListImport | null>(null);
  const [error, setError] = useState<Problem | null>(null);
  const send = (file: File | undefined) => {
    if (file === undefined) return;
    setError(null);
    setResult(null);
    call("company.importList", { list }, { file })
      .then(async (done) => {
        setResult(done);
        await refresh();
      })
      .catch(setError)
      .finally(() => {
        if (input.current !== null) input.current.value = "";
      });
  };
  return (
    <>
      <button type="button" className="btn small" onClick={() => input.current?.click()}>
        {t("company.import")}
        <span className="sr">: {t(`company.list.${list}`)}</span>
      </button>
      <input ref={input} type="file" hidden accept=".csv,.json" onChange={(event) => send(event.currentTarget.files?.[0])} />
      <span className="xs mut">{t("company.import.hint", { fields: ["id", ...fields.map((field) => field.name)].join(", ") })}</span>
      {error !== null && <Trouble error={error} />}
      {result !== null && (
        <div role="status" className="sm">
          <p>{t("company.import.done", { accepted: count(result.accepted), read: count(result.read), refused: count(result.refused) })}</p>
          <ul className="bullets">
            {result.problems.slice(0, 10).map((problem) => (
              <li key={`${problem.row} ${problem.field}`}>
                {t("import.problem", { row: count(problem.row), field: problem.field ?? "", reason: problem.reason })}
              </li>
            ))}
          </ul>
        </div>
      )}
    </>
  );
}

function shown(field: ListField, entry: Row, company: Company): string {
  const value = entry[field.name] ?? null;
  if (value === null || value === "") return "–";
  if (field.kind === "date") return calendarDay(String(value));
  return optionsOf(field.kind, company)?.find((option) => option.id === value)?.label ?? String(value);
}

function nameOf(fields: readonly ListField[], entry: Row): string {
  return String(entry[fields[0]?.name ?? "id"] ?? entry.id);
}
