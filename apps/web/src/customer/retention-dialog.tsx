import { useState, type SubmitEvent } from "react";
import { call, type Output, type Problem } from "../api.ts";
import { t } from "../messages/text.ts";
import { useRead, useRefresh } from "../session/read.ts";
import { announce } from "../ui/announce.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { SelectField, TextField } from "../ui/field.tsx";
import { day } from "../ui/format.ts";
import { Trouble, Waiting } from "../ui/trouble.tsx";

const PERIODS = [6, 12, 24, 36, 60, 84, 120];

export function periodText(months: number | null): string {
  return months === null ? t("retention.ever") : t("retention.months", { n: months });
}

/** Names what would go, and where rows do, wants the source's name written out: there is no way back. */
export function RetentionDialog({ source, months, onClose }: { source: string; months: number | null; onClose: () => void }) {
  const [period, setPeriod] = useState(months);
  const [written, setWritten] = useState("");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<Problem | null>(null);
  const reading = useRead("customer.previewRetention", period === null ? { source } : { source, months: period });
  const refresh = useRefresh();
  const preview = reading.data?.months === period ? reading.data : undefined;
  const removes = (preview?.rows ?? 0) > 0;
  const choices = [...new Set([...PERIODS, ...(months === null ? [] : [months])])].sort((a, b) => a - b);
  const save = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    call("customer.putRetention", { source, months: period, confirm: written }).then(
      async () => {
        announce(t("retention.saved"));
        await refresh();
        onClose();
      },
      (problem: Problem) => {
        setError(problem);
        setBusy(false);
      },
    );
  };
  return (
    <Dialog title={t("retention.dialog", { source })} opened onClose={onClose}>
      <form className="form" onSubmit={save}>
        <SelectField
          label={t("retention.keep")}
          name="months"
          value={period ?? ""}
          options={[{ id: "", label: periodText(null) }, ...choices.map((n) => ({ id: String(n), label: periodText(n) }))]}
          onChange={(event) => setPeriod(event.currentTarget.value === "" ? null : Number(event.currentTarget.value))}
        />
        {reading.isError ? (
          <Trouble error={reading.error} again={() => void reading.refetch()} />
        ) : preview === undefined ? (
          <Waiting what={t("retention.looking")} />
        ) : (
          period !== null && <p>{goesText(preview)}</p>
        )}
        {removes && (
          <TextField
            label={t("retention.confirm", { source })}
            name="confirm"
            autoComplete="off"
            value={written}
            onChange={(event) => setWritten(event.currentTarget.value)}
          />
        )}
        {error !== null && <Trouble error={error} />}
        <div className="row-end">
          <button type="button" className="btn" onClick={onClose}>
            {t("dialog.keep")}
          </button>
          <button type="submit" className="btn primary" disabled={busy || preview === undefined || (removes && written !== source)}>
            {t(busy && removes ? "retention.busy" : removes ? "retention.save.remove" : "retention.save")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

function goesText({ rows, customers, before }: Output<"customer.previewRetention">): string {
  if (rows === 0) return t("retention.goes.nothing");
  if (customers === null) return t("retention.goes.few", { rows, day: day(before) });
  return t("retention.goes", { rows, customers, day: day(before) });
}
