import type { ImportPreview } from "../api-types.ts";
import { t } from "../messages/text.ts";
import { SelectField } from "../ui/field.tsx";
import { count } from "../ui/format.ts";
import { Card } from "../ui/page.tsx";
import { FirstRowsCard } from "./first-rows-card.tsx";
import { assign, fieldName, proposed, unsettled, valueName, zones, type Mapping } from "./mapping.ts";
import { QuestionsCard } from "./questions-card.tsx";

type Given = {
  preview: ImportPreview;
  /** What the person has settled so far, on top of what is proposed. */
  map: Mapping;
  file: string;
  /** The file is being looked at with the last change; what is shown is from before it. */
  looking: boolean;
  onChange: (map: Mapping, timezone: string | null) => void;
  onStart: () => void;
  onBack: () => void;
};

/** Step 2: what each column is. Questions first; everything else is proposed with its reason, and every change shows at once in the rows. */
export function MapColumns({ preview, map, file, looking, onChange, onStart, onBack }: Given) {
  const mapping = { ...proposed(preview), ...map };
  const missing = preview.fields.filter((field) => field.required && (mapping[field.field] ?? "-") === "-");
  const ready = preview.questions.length === 0 && missing.length === 0;
  const again = preview.asLastTime.map(fieldName);
  return (
    <>
      <QuestionsCard preview={preview} onSettle={(settled) => onChange({ ...map, ...settled }, null)} />
      {again.length > 0 && <p className="sm sec as-last">{t("import.last", { fields: again.join(", ") })}</p>}
      <FirstRowsCard preview={preview} looking={looking} />
      {preview.problems.length > 0 && (
        <Card id="problems" title={t("import.problems", { n: preview.problems.length })}>
          <ul className="body bullets">
            {alike(preview.problems).map(({ reason, field, rows }) => (
              <li key={`${field} ${reason}`}>
                {t("import.problem.rows", {
                  n: rows.length,
                  rows: rows.map(count).join(", "),
                  what: field === null ? reason : t("import.problem.field", { field: fieldName(field), reason }),
                })}
              </li>
            ))}
          </ul>
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
                      value={fieldAt(map, preview, column)}
                      onChange={(event) => onChange(assign(map, preview, column.position, event.currentTarget.value), null)}
                    >
                      <option value="">{t("import.field.none")}</option>
                      {preview.fields.map((field) => (
                        <option key={field.field} value={field.field}>
                          {t(field.required ? "import.field.required" : "import.field", { field: fieldName(field.field) })}
                        </option>
                      ))}
                    </select>
                  </td>
                  <td className="sm mut">{column.asLastTime ? <b className="strong">{t("import.last.mark")}</b> : column.reason}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        <div className="body">
          <div className="settings">
            <SelectField
              label={t("import.zone")}
              hint={again.includes(fieldName("timezone")) ? t("import.last.mark") : t("import.zone.hint")}
              options={zones(preview.timezone).map((zone) => ({ id: zone, label: zone }))}
              value={preview.timezone}
              onChange={(event) => onChange(map, event.currentTarget.value)}
            />
            <Setting name="dateOrder" values={["dmy", "mdy", "ymd"]} found={preview.dateOrder} {...{ preview, map, onChange }} />
            <Setting name="decimal" values={[".", ","]} found={preview.decimal} {...{ preview, map, onChange }} />
            {preview.fields.some(({ field }) => field === "scale") && (
              <Setting name="scale" values={["1-5", "1-7", "0-10", "0-100"]} found={preview.scale} {...{ preview, map, onChange }} />
            )}
          </div>
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
      <div className="row-end">
        {missing.length > 0 && (
          <p className="sm bad strong">{t("import.missing", { fields: missing.map((field) => fieldName(field.field)).join(", ") })}</p>
        )}
        <button type="button" className="btn" onClick={onBack}>
          {t("import.back")}
        </button>
        <button type="button" className="btn primary" disabled={looking || !ready} onClick={onStart}>
          {t("import.start")}
        </button>
      </div>
    </>
  );
}

/** Rows that are refused for the same reason stand together. */
function alike(problems: ImportPreview["problems"]): { reason: string; field: string | null; rows: number[] }[] {
  const groups = new Map<string, { reason: string; field: string | null; rows: number[] }>();
  for (const { row, field, reason } of problems) {
    const key = `${field} ${reason}`;
    const group = groups.get(key) ?? { reason, field, rows: [] };
    group.rows.push(row);
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** How the whole file is read; what the file shows by itself stands until somebody says otherwise. */
function Setting({
  name,
  values,
  found,
  preview,
  map,
  onChange,
}: {
  name: "dateOrder" | "decimal" | "scale";
  values: readonly string[];
  found: string | null;
  preview: ImportPreview;
  map: Mapping;
  onChange: Given["onChange"];
}) {
  const value = map[name] ?? found ?? "";
  const offered = value === "" || values.includes(value) ? values : [value, ...values];
  const hint = hintOf(name, preview, map);
  return (
    <SelectField
      label={fieldName(name)}
      hint={hint}
      options={[
        ...(value === "" ? [{ id: "", label: t("import.setting.none") }] : []),
        ...offered.map((each) => ({ id: each, label: valueName(name, each) })),
      ]}
      value={value}
      onChange={(event) => event.currentTarget.value !== "" && onChange({ ...map, [name]: event.currentTarget.value }, null)}
    />
  );
}

function hintOf(name: string, preview: ImportPreview, map: Mapping): string {
  if (unsettled(preview).has(name)) return t("import.setting.open");
  if (map[name] !== undefined) return t("import.setting.said");
  return t(preview.asLastTime.includes(name) ? "import.last.mark" : "import.setting.found");
}

/** What a column is: as the person just said, else as proposed. */
function fieldAt(map: Mapping, preview: ImportPreview, column: ImportPreview["columns"][number]): string {
  const said = preview.fields.find(({ field }) => map[field] === String(column.position))?.field;
  if (said !== undefined) return said;
  return column.field === null || map[column.field] !== undefined ? "" : column.field;
}

function readAs(preview: ImportPreview): string {
  return [
    preview.format,
    preview.encoding,
    preview.delimiter === null ? null : t("import.delimiter", { delimiter: preview.delimiter === "\t" ? "⇥" : preview.delimiter }),
  ]
    .filter((part) => part !== null)
    .join(" · ");
}
