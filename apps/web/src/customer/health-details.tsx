import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { SourceHealth } from "../api-types.ts";
import { isKey, t } from "../messages/text.ts";
import { useMay } from "../session/may.ts";
import { useRead } from "../session/read.ts";
import { FigureValue } from "../ui/figure-value.tsx";
import { count, fineShare } from "../ui/format.ts";
import { Trouble, Waiting } from "../ui/trouble.tsx";
import { kindName } from "./sources.page.tsx";

type Field = SourceHealth["conflicts"][number]["field"];

/** What stands behind a source's line: why rows were refused, every field, every conflict. Folded away until somebody asks. */
export function HealthDetails({ health }: { health: SourceHealth }) {
  const { source, refused, completeness, conflicts } = health;
  return (
    <div className="more">
      {refused.reasons.length > 0 && (
        <details className="data">
          <summary>
            {t("quality.refused.why")}
            <span className="sr">, {source}</span>
          </summary>
          <Reasons refused={refused} source={source} />
        </details>
      )}
      <details className="data">
        <summary>
          {t("quality.completeness.all")}
          <span className="sr">, {source}</span>
        </summary>
        <ul className="fields">
          {completeness.map(({ stream, field, share }) => (
            <li key={`${stream} ${field}`}>
              <span className="code">{field}</span> <span className="xs mut">{streamName(stream)}</span>
              <FigureValue
                figure={share}
                label={`${t("quality.completeness")}, ${field}, ${source}`}
                show={fineShare}
                behind={stream === "people" ? "figure.n.names" : "figure.n.rows"}
              />
            </li>
          ))}
        </ul>
      </details>
      {conflicts.length > 0 && <Conflicts conflicts={conflicts} source={source} />}
    </div>
  );
}

function streamName(stream: string): string {
  const key = `quality.stream.${stream}`;
  return isKey(key) ? t(key) : kindName(stream);
}

function Reasons({ refused, source }: { refused: SourceHealth["refused"]; source: string }) {
  const sees = useMay()("pii:read");
  return (
    <>
      <ul className="fields">
        {refused.reasons.map(({ code, of, n }) => (
          <li key={`${of} ${code}`}>
            <span className="code">{code}</span> <span className="xs mut">{t(`quality.refused.${of}`)}</span>
            <span>{count(n)}</span>
          </li>
        ))}
      </ul>
      {sees &&
        refused.downloads.map((address, at) => (
          <p key={address}>
            <a href={address} download>
              {t("quality.refused.get", { n: at + 1 })}
              <span className="sr">, {source}</span>
            </a>
          </p>
        ))}
    </>
  );
}

function Conflicts({ conflicts, source }: { conflicts: SourceHealth["conflicts"]; source: string }) {
  const sees = useMay()("pii:read");
  const [shown, setShown] = useState<Field | null>(null);
  return (
    <details className="data">
      <summary>
        {t("quality.conflicts")}
        <span className="sr">, {source}</span>
      </summary>
      <ul className="fields">
        {conflicts.map(({ field, share }) => (
          <li key={field}>
            <span className="code">{field}</span>
            <FigureValue
              figure={share}
              label={`${t("quality.conflicts")}, ${field}, ${source}`}
              show={fineShare}
              behind="figure.n.customers"
            />
            {sees && (share.value ?? 0) > 0 && (
              <button
                type="button"
                className="btn small"
                aria-expanded={shown === field}
                onClick={() => setShown(shown === field ? null : field)}
              >
                {t("quality.conflicts.show")}
                <span className="sr">
                  , {field}, {source}
                </span>
              </button>
            )}
          </li>
        ))}
      </ul>
      <p>
        <Link to="/sources">{t("trust.title")}</Link>
      </p>
      {shown !== null && <ConflictRows source={source} field={shown} />}
    </details>
  );
}

const MOST = 50;

function ConflictRows({ source, field }: { source: string; field: Field }) {
  const reading = useRead("customer.listConflicts", { source, field, limit: MOST });
  if (reading.isError) return <Trouble error={reading.error} again={() => void reading.refetch()} />;
  if (reading.data === undefined) return <Waiting what={t("quality.reading")} />;
  const { conflicts, total } = reading.data;
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label={t("quality.conflicts.of", { field, source })}>
      <table className="tbl">
        <thead>
          <tr>
            <th scope="col">{t("quality.conflicts.customer")}</th>
            <th scope="col">{t("quality.conflicts.said")}</th>
          </tr>
        </thead>
        <tbody>
          {conflicts.map(({ customer, said }) => (
            <tr key={customer}>
              <th scope="row">
                <Link to="/customers/$id" params={{ id: customer }}>
                  {customer}
                </Link>
              </th>
              <td>
                {said.map((one) => (
                  <p key={one.source}>
                    <span className="mut">{one.source}:</span> {one.values.join(" · ")}
                  </p>
                ))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {total > conflicts.length && (
        <p className="xs mut">{t("quality.conflicts.more", { shown: conflicts.length, total: count(total) })}</p>
      )}
    </div>
  );
}
