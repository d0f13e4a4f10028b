import type { ImportPreview } from "../api-types.ts";
import { isKey, t } from "../messages/text.ts";
import { DataTable } from "../ui/data-table.tsx";
import { SelectField } from "../ui/field.tsx";
import { count } from "../ui/format.ts";
import { RiskMark } from "../ui/marks.tsx";
import { Card } from "../ui/page.tsx";
import { assign, choices, proposed, zones, type Mapping } from "./mapping.ts";

type Given = {
  preview: ImportPreview;
  /** What the person has settled so far, on top of what is proposed. */
  map: Mapping;
  file: string;
  busy: boolean;
  onChange: (map: Mapping, timezone: string) => void;
  onStart: () => void;
  onBack: () => void;
};

/** Step 2: what each column is. Only what a person must settle is asked; everything else is proposed with its reason. */
export function MapColumns({ preview, map, file, busy, onChange, onStart, onBack }: Given) {
  const mapping = { ...map, ...proposed(preview) };
  const missing = preview.fields.filter((field) => field.required && (mapping[field.field] ?? "-") === "-");
  const ready = preview.questions.length === 0 && missing.length === 0;
  return (
    <>
      {preview.questions.length > 0 && (
        <Card id="questions" title={t("import.questions", { n: preview.questions.length })}>
          <div className="body">
            {preview.questions.map((question) => (
              <Settle
                key={`${question.code} ${question.field}`}
                question={question}
                preview={preview}
                onSettle={(settled) => onChange({ ...mapping, ...settled }, preview.timezone)}
              />
            ))}
          </div>
        </Card>
      )}
      <Card id="columns" title={t("import.columns", { file })} beside={<span className="sm mut">{readAs(preview)}</span>}>
        <div className="scroll mapping" tabIndex={0} role="region" aria-label={t("table.of", { what: t("import.columns", { file }) })}>
          <table className="tbl">
            <thead>
              <tr>
                <th scope="col">{t("import.column.name")}</th>
                <th scope="col">{t("import.column.samples")}</th>
                <th scope="col">{t("import.column.field")}</th>
                <th scope="col">{t("import.column.why")}</th>
              </tr>
            </thead>
            <tbody>
              {preview.columns.map((column) => (
                <tr key={column.position}>
                  <th scope="row" className="strong">
                    {column.name}
                  </th>
                  <td className="samples">
                    {column.samples
                      .filter((sample) => sample !== "")
                      .slice(0, 3)
                      .join(" · ")}
                  </td>
                  <td>
                    <select
                      className="input"
                      aria-label={t("import.field.of", { column: column.name })}
                      value={column.field ?? ""}
                      disabled={busy}
                      onChange={(event) => onChange(assign(mapping, column.position, event.currentTarget.value), preview.timezone)}
                    >
                      <option value="">{t("import.field.none")}</option>
                      {preview.fields.map((field) => (
                        <option key={field.field} value={field.field}>
                          {t(field.required ? "import.field.required" : "import.field", { field: fieldName(field.field) })}
                        </option>
                      ))}
                    </select>
                  </td>
                  <td className="sm mut">{column.reason}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        <div className="body">
          <SelectField
            label={t("import.zone")}
            hint={t("import.zone.hint")}
            options={zones(preview.timezone).map((zone) => ({ id: zone, label: zone }))}
            value={preview.timezone}
            disabled={busy}
            onChange={(event) => onChange(mapping, event.currentTarget.value)}
          />
          <dl className="hints sm sec">
            {preview.fields.map((field) => (
              <div key={field.field}>
                <dt className="strong">{fieldName(field.field)}</dt>
                <dd>{field.hint}</dd>
              </div>
            ))}
          </dl>
        </div>
      </Card>
      {preview.rows.length > 0 && (
        <Card id="rows" title={t("import.rows")}>
          <DataTable
            label={t("table.of", { what: t("import.rows") })}
            rows={preview.rows}
            keyOf={(row) => JSON.stringify(row)}
            columns={Object.keys(preview.rows[0] ?? {}).map((key) => ({
              head: fieldName(key),
              cell: (row: ImportPreview["rows"][number]) => row[key] ?? null,
            }))}
          />
        </Card>
      )}
      {preview.problems.length > 0 && (
        <Card id="problems" title={t("import.problems", { n: preview.problems.length })}>
          <ul className="body bullets">
            {preview.problems.slice(0, 20).map((problem) => (
              <li key={`${problem.row} ${problem.field}`}>
                {t("import.problem", { row: count(problem.row), field: problem.field ?? "", reason: problem.reason })}
              </li>
            ))}
          </ul>
        </Card>
      )}
      <div className="row-end">
        {missing.length > 0 && (
          <p className="sm bad strong">{t("import.missing", { fields: missing.map((field) => fieldName(field.field)).join(", ") })}</p>
        )}
        <button type="button" className="btn" onClick={onBack}>
          {t("import.back")}
        </button>
        <button type="button" className="btn primary" disabled={busy || !ready} onClick={onStart}>
          {t("import.start")}
        </button>
      </div>
    </>
  );
}

function Settle({
  question,
  preview,
  onSettle,
}: {
  question: ImportPreview["questions"][number];
  preview: ImportPreview;
  onSettle: (settled: Mapping) => void;
}) {
  const { setting, options } = choices(question, preview);
  return (
    <div className="question">
      <p className="strong">
        <RiskMark /> {question.text}
      </p>
      {setting !== null && options.length > 0 ? (
        <SelectField
          label={t("import.settle", { field: fieldName(setting) })}
          options={[{ id: "", label: t("import.settle.choose") }, ...options]}
          value=""
          onChange={(event) => event.currentTarget.value !== "" && onSettle({ [setting]: event.currentTarget.value })}
        />
      ) : (
        <p className="sm sec">{question.settle}</p>
      )}
    </div>
  );
}

export function fieldName(field: string): string {
  const key = `import.name.${field}`;
  return isKey(key) ? t(key) : field;
}

function readAs(preview: ImportPreview): string {
  return [
    preview.format,
    preview.encoding,
    preview.delimiter === null ? null : t("import.delimiter", { delimiter: preview.delimiter === "\t" ? "⇥" : preview.delimiter }),
    preview.dateOrder,
    preview.scale,
  ]
    .filter((part) => part !== null)
    .join(" · ");
}
