import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { SCOPES } from "../access/scopes.ts";
import type { Problem } from "../api.ts";
import { isKey, t } from "../messages/text.ts";
import { useMay } from "../session/may.ts";
import { announce } from "../ui/announce.tsx";
import type { Column } from "../ui/column.ts";
import { DataTable, ExportButton } from "../ui/data-table.tsx";
import { FindMark } from "../ui/marks.tsx";
import { findAll } from "../ui/match-words.ts";
import { Card, PageTitle } from "../ui/page.tsx";
import { Trouble, Waiting } from "../ui/trouble.tsx";
import { curlOf, operationsOf, type ApiOperation, type Description, type Field } from "./read-description.ts";
import "./help.css";

/** Every operation of this server, read from its own description: what it does, who may, what goes in and comes out, and a call to copy. */
export function Page() {
  const reading = useQuery<Description, Problem>({ queryKey: ["openapi"], queryFn: readDescription, staleTime: Number.POSITIVE_INFINITY });
  const address: Record<string, string> = useSearch({ strict: false });
  const navigate = useNavigate();
  const typed = address.search ?? "";
  const all = useMemo(
    () => (reading.data === undefined ? [] : operationsOf(reading.data).map((operation) => ({ operation, ...wordsOf(operation) }))),
    [reading.data],
  );
  const found = typed.trim() === "" ? all : findAll(typed, all);
  const slices = [...new Set(found.map((each) => each.operation.slice))];
  return (
    <>
      <PageTitle title="page.api">{t("api.title")}</PageTitle>
      <p className="under">
        <span>{t("api.under", { n: all.length })}</span>
        <a href="/api/openapi.json" download="counterseat-openapi.json">
          {t("api.openapi")}
        </a>
      </p>
      <search className="filters">
        <label className="filter grow">
          <span>
            <FindMark />
            <span className="sr">{t("api.search")}</span>
          </span>
          <input
            type="search"
            value={typed}
            placeholder={t("api.search")}
            onChange={(event) =>
              void navigate({ to: "/help/api", search: { search: event.currentTarget.value }, replace: true, resetScroll: false })
            }
          />
        </label>
      </search>
      {reading.isError && <Trouble error={reading.error} again={() => void reading.refetch()} />}
      <div className="stack api">
        {typed.trim() === "" && <How />}
        {reading.data === undefined ? (
          !reading.isError && <Waiting what={t("api.reading")} />
        ) : (
          <>
            {found.length === 0 && <p className="sec">{t("api.none", { search: typed })}</p>}
            {slices.map((slice) => (
              <Slice
                key={slice}
                slice={slice}
                operations={found.filter((each) => each.operation.slice === slice).map((each) => each.operation)}
                description={reading.data}
              />
            ))}
            {typed.trim() === "" && <Errors />}
          </>
        )}
      </div>
    </>
  );
}

/** How a program comes in: a key, and where to make one. */
function How() {
  const may = useMay();
  return (
    <Card id="how" title={t("api.how")}>
      <div className="body how">
        <p>
          {t("api.how.key")} {may("access:read") ? <Link to="/keys">{t("api.how.make")}</Link> : t("api.how.ask")}
        </p>
        <pre>
          <code>{`export KEY=…\ncurl '${window.location.origin}/api/v1/gap/board' -H "Authorization: Bearer $KEY"`}</code>
        </pre>
        <p className="sec">{t("api.how.rules")}</p>
      </div>
    </Card>
  );
}

function Slice({ slice, operations, description }: { slice: string; operations: readonly ApiOperation[]; description: Description }) {
  const heading = `api.slice.${slice}`;
  return (
    <Card
      id={`slice-${slice}`}
      title={isKey(heading) ? t(heading) : slice}
      beside={<span className="sm mut">{t("api.count", { n: operations.length })}</span>}
      tools={<ExportButton name={`api-${slice}`} columns={columns} rows={operations} />}
    >
      <ul className="list">
        {operations.map((operation) => (
          <li key={operation.name}>
            <Entry operation={operation} description={description} />
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** One line, and all the rest when it is opened: most of it is never looked at, so it is not drawn before. */
function Entry({ operation, description }: { operation: ApiOperation; description: Description }) {
  const [open, setOpen] = useState(false);
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <span className="code strong">{operation.method}</span>
        <span className="code">{operation.path}</span>
        <span className="what sec">{operation.summary}</span>
      </summary>
      {open && <Opened operation={operation} description={description} />}
    </details>
  );
}

function Opened({ operation, description }: { operation: ApiOperation; description: Description }) {
  const curl = curlOf(operation, window.location.origin, description.components?.schemas ?? {});
  const forKeys = SCOPES.some((scope) => scope === operation.permission);
  return (
    <div className="operation">
      <p>
        {t(forKeys ? "api.permission" : "api.permission.people", { permission: operation.permission })}{" "}
        <span className="code mut">{operation.name}</span>
      </p>
      {forKeys && (
        <div>
          <h3>{t("api.example")}</h3>
          <pre>
            <code>{curl}</code>
          </pre>
          <button type="button" className="btn small" onClick={() => copy(curl)}>
            {t("api.copy")}
            <span className="sr">: {operation.name}</span>
          </button>
        </div>
      )}
      <div>
        <h3>{t("api.fields")}</h3>
        {operation.fields.length === 0 ? (
          <p className="sm mut">{t("api.fields.none")}</p>
        ) : (
          <DataTable
            label={t("api.fields.of", { name: operation.name })}
            name={`${operation.name}-fields`}
            columns={fieldColumns}
            rows={operation.fields}
            keyOf={(field) => `${field.where} ${field.name}`}
          />
        )}
      </div>
      <div>
        <h3>{t("api.answer")}</h3>
        {operation.answer.length === 0 ? (
          <p className="sm mut">{t("api.answer.file", { type: operation.gives })}</p>
        ) : (
          <DataTable
            label={t("api.answer.of", { name: operation.name })}
            name={`${operation.name}-answer`}
            columns={answerColumns}
            rows={operation.answer}
            keyOf={(field) => field.name}
          />
        )}
      </div>
    </div>
  );
}

const codes = ["invalid", "unauthenticated", "forbidden", "not-found", "conflict", "limit", "internal"] as const;
const statuses: Readonly<Record<(typeof codes)[number], string>> = {
  invalid: "400, 422",
  unauthenticated: "401",
  forbidden: "403",
  "not-found": "404",
  conflict: "409, 412",
  limit: "429, 413, 414",
  internal: "500, 503",
};

function Errors() {
  return (
    <Card id="errors" title={t("api.errors")}>
      <div className="body how">
        <p>{t("api.errors.what")}</p>
        <DataTable
          label={t("table.of", { what: t("api.errors") })}
          name="api-errors"
          rows={codes}
          keyOf={(code) => code}
          columns={[
            { head: t("api.errors.code"), cell: (code) => code },
            { head: t("api.errors.status"), cell: (code) => statuses[code] },
            { head: t("api.errors.means"), cell: (code) => t(`trouble.${code}`) },
            { head: t("api.errors.do"), cell: (code) => t(`trouble.${code}.fix`) },
          ]}
        />
      </div>
    </Card>
  );
}

const columns: readonly Column<ApiOperation>[] = [
  { head: t("api.column.method"), cell: (operation) => operation.method },
  { head: t("api.column.path"), cell: (operation) => operation.path },
  { head: t("api.column.name"), cell: (operation) => operation.name },
  { head: t("api.column.what"), cell: (operation) => operation.summary },
  { head: t("api.column.permission"), cell: (operation) => operation.permission },
];
const answerColumns: readonly Column<Pick<Field, "name" | "type" | "what">>[] = [
  { head: t("api.column.field"), cell: (field) => field.name },
  { head: t("api.column.type"), cell: (field) => field.type },
  { head: t("api.column.what"), cell: (field) => field.what, show: (field) => field.what },
];
const fieldColumns: readonly Column<Field>[] = [
  { head: t("api.column.field"), cell: (field) => field.name },
  { head: t("api.column.where"), cell: (field) => t(`api.where.${field.where}`) },
  { head: t("api.column.type"), cell: (field) => field.type },
  { head: t("api.column.required"), cell: (field) => t(field.required ? "api.required" : "api.optional") },
  { head: t("api.column.what"), cell: (field) => field.what, show: (field) => field.what },
];

function wordsOf(operation: ApiOperation): { label: string; also: string[] } {
  const fields = [...operation.fields, ...operation.answer].map((field) => field.name);
  return { label: `${operation.path} ${operation.method} ${operation.summary}`, also: [operation.name, operation.permission, ...fields] };
}

async function readDescription(): Promise<Description> {
  const response = await fetch("/api/openapi.json", { credentials: "same-origin" });
  if (!response.ok) throw new Error(String(response.status));
  // The server's own description, in the shape its tests hold it to.
  return (await response.json()) as Description;
}

/** Only pages reached by https or on this machine may write to the clipboard. */
function copy(text: string): void {
  const clipboard = (navigator as { clipboard?: Clipboard }).clipboard;
  if (clipboard === undefined) announce(t("api.copy.not"));
  else
    clipboard.writeText(text).then(
      () => announce(t("api.copied")),
      () => announce(t("api.copy.not")),
    );
}
