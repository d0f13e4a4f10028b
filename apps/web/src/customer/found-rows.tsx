import type { Found } from "../api-types.ts";
import { t } from "../messages/text.ts";

/** What a trial of the settings found: the first rows as they come. */
export function FoundRows({ found }: { found: Found }) {
  const { columns, rows, note } = found;
  return (
    <div role="status">
      <h3 className="strong">{rows.length === 0 && note === null ? t("connect.found.none") : t("connect.found")}</h3>
      {note !== null && (
        <p className="sm sec" lang="en" dir="ltr">
          {note}
        </p>
      )}
      {rows.length > 0 && (
        <div className="scroll" tabIndex={0} role="region" aria-label={t("connect.found")}>
          <table className="tbl">
            <thead>
              <tr>
                {columns.map((name) => (
                  <th key={name} scope="col">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row, at) => (
                <tr key={at}>
                  {row.map((cell, column) => (
                    <td key={column}>{cell}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </div>
  );
}
