import { useSearch } from "@tanstack/react-router";
import { useState, type SubmitEvent } from "react";
import type { ImportKind } from "../api-types.ts";
import { t } from "../messages/text.ts";
import { TextField } from "../ui/field.tsx";
import { number } from "../ui/format.ts";
import { Card } from "../ui/page.tsx";
import { sourceName } from "./mapping.ts";

const kinds = [
  "responses",
  "beliefs",
  "events",
  "transactions",
  "subscriptions",
  "customers",
  "consents",
] as const satisfies readonly ImportKind[];

/** Step 1: what the rows are, the file, and the name of the system it comes from. */
export function ChooseFile({ busy, onChoose }: { busy: boolean; onChoose: (file: File, kind: ImportKind, source: string) => void }) {
  const search: Record<string, string> = useSearch({ strict: false });
  const [kind, setKind] = useState<ImportKind>(kinds.find((each) => each === search.as) ?? "responses");
  const [file, setFile] = useState<File | null>(null);
  const [source, setSource] = useState<string | null>(null);
  const [over, setOver] = useState(false);
  const [asked, setAsked] = useState(false);
  const named = source ?? (file === null ? "" : sourceName(file.name));
  const send = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    setAsked(true);
    if (file !== null && named.trim() !== "") onChoose(file, kind, named.trim());
  };
  return (
    <Card id="choose" title={t("import.choose")}>
      <form className="body" onSubmit={send}>
        <fieldset className="kinds">
          <legend>{t("import.kind")}</legend>
          {kinds.map((each) => (
            <label key={each} className="kind">
              <input type="radio" name="kind" value={each} checked={kind === each} onChange={() => setKind(each)} />
              <b className="strong">{t(`import.kind.${each}`)}</b>
              <span className="sm sec">{t(`import.kind.${each}.text`)}</span>
            </label>
          ))}
        </fieldset>
        <div
          className={over ? "drop over" : "drop"}
          onDragOver={(event) => {
            event.preventDefault();
            setOver(true);
          }}
          onDragLeave={() => setOver(false)}
          onDrop={(event) => {
            event.preventDefault();
            setOver(false);
            setFile(event.dataTransfer.files[0] ?? null);
          }}
        >
          <label htmlFor="import-file" className="strong">
            {file === null
              ? t("import.drop")
              : t("import.file", { name: file.name, kilobytes: number(Math.max(1, Math.round(file.size / 1024))) })}
          </label>
          <input
            id="import-file"
            type="file"
            accept=".csv,.tsv,.txt,.json,.jsonl,.ndjson,.xlsx,.parquet,.xes,.gz,.zip"
            onChange={(event) => setFile(event.currentTarget.files?.[0] ?? null)}
          />
          <p className="xs mut">{t("import.formats")}</p>
          {asked && file === null && (
            <p className="xs bad strong" role="alert">
              {t("import.file.missing")}
            </p>
          )}
        </div>
        <TextField
          label={t("import.source")}
          hint={t("import.source.hint")}
          value={named}
          required
          maxLength={100}
          onChange={(event) => setSource(event.currentTarget.value)}
        />
        <div className="row-end">
          <button type="submit" className="btn primary" disabled={busy}>
            {busy ? t("import.looking") : t("import.look")}
          </button>
        </div>
      </form>
    </Card>
  );
}
