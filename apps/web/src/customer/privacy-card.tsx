import { Link, useNavigate } from "@tanstack/react-router";
import { useState, type SubmitEvent } from "react";
import { call, type Output, type Problem } from "../api.ts";
import { t } from "../messages/text.ts";
import { useMay } from "../session/may.ts";
import { useRead, useRefresh, useShownWorld } from "../session/read.ts";
import { announce } from "../ui/announce.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { SelectField, TextField } from "../ui/field.tsx";
import { count } from "../ui/format.ts";
import { Card } from "../ui/page.tsx";
import { Trouble, Waiting } from "../ui/trouble.tsx";

/** What a person may ask for: a copy of everything held about them, and to be forgotten. */
export function PrivacyCard({ id }: { id: string }) {
  const may = useMay();
  const world = useShownWorld() ?? "own";
  const [erasing, setErasing] = useState(false);
  const copy = `/api/v1/customers/${encodeURIComponent(id)}/export?world=${world}`;
  return (
    <Card id="privacy" title={t("privacy.title")}>
      <p className="body sm">
        <a href={copy} download>
          {t("privacy.copy")}
        </a>{" "}
        <a href={`${copy}&format=csv`} download>
          {t("privacy.copy.rows")}
        </a>
      </p>
      {may("privacy:read") && (
        <p className="body sm">
          <Link to="/privacy">{t("page.privacy")}</Link>
        </p>
      )}
      {may("privacy:write") && world === "own" && (
        <p className="body">
          <button type="button" className="btn" onClick={() => setErasing(true)}>
            {t("privacy.erase")}
          </button>
        </p>
      )}
      {erasing && <EraseDialog id={id} onClose={() => setErasing(false)} />}
    </Card>
  );
}

const REASONS = ["request", "consent", "purpose", "unlawful"] as const;

/** Names what goes, and wants the id written out: there is no way back. */
function EraseDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const reading = useRead("customer.previewErasure", { id });
  const [written, setWritten] = useState("");
  const [reason, setReason] = useState<(typeof REASONS)[number]>("request");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<Problem | null>(null);
  const [done, setDone] = useState<Output<"customer.eraseCustomer"> | null>(null);
  const refresh = useRefresh();
  const navigate = useNavigate();
  const leave = async () => {
    await navigate({ to: "/customers" });
    await refresh();
  };
  const erase = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    call("customer.eraseCustomer", { id, confirm: written, reason }).then(
      (told) => {
        setDone(told);
        announce(t("privacy.erased"));
      },
      (problem: Problem) => {
        setError(problem);
        setBusy(false);
      },
    );
  };
  if (done !== null)
    return (
      <Dialog title={t("privacy.erased")} opened onClose={() => void leave()}>
        <p>{t(done.state === "done" ? "privacy.erased.what" : "privacy.erased.later")}</p>
        <p>
          <a href={`/api/v1/erasures/${encodeURIComponent(done.id)}/proof`} download>
            {t("privacy.proof")}
          </a>
        </p>
        <div className="row-end">
          <button type="button" className="btn primary" onClick={() => void leave()}>
            {t("dialog.close")}
          </button>
        </div>
      </Dialog>
    );
  return (
    <Dialog title={t("privacy.erase.title", { id })} opened onClose={onClose}>
      <form className="form" onSubmit={erase}>
        {reading.isError ? (
          <Trouble error={reading.error} again={() => void reading.refetch()} />
        ) : reading.data === undefined ? (
          <Waiting what={t("privacy.erase.reading")} />
        ) : (
          <WhatGoes told={reading.data} />
        )}
        <SelectField
          label={t("privacy.reason")}
          name="reason"
          value={reason}
          options={REASONS.map((value) => ({ id: value, label: t(`privacy.reason.${value}`) }))}
          onChange={(event) => setReason(REASONS.find((one) => one === event.currentTarget.value) ?? "request")}
        />
        <TextField
          label={t("privacy.confirm", { id })}
          name="confirm"
          autoComplete="off"
          value={written}
          onChange={(event) => setWritten(event.currentTarget.value)}
        />
        {error !== null && <Trouble error={error} />}
        <div className="row-end">
          <button type="button" className="btn" onClick={onClose}>
            {t("dialog.keep")}
          </button>
          <button type="submit" className="btn primary" disabled={busy || written !== id || reading.data === undefined}>
            {t(busy ? "privacy.erase.busy" : "privacy.erase.yes")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

function WhatGoes({ told }: { told: Output<"customer.previewErasure"> }) {
  return (
    <>
      <p>{t("privacy.goes")}</p>
      <ul>
        <li>{t("privacy.goes.rows", { rows: count(told.rows), sources: told.sources.join(", ") })}</li>
        <li>{t("privacy.goes.names", { names: told.names.join(", ") })}</li>
        <li>
          {t("privacy.goes.files", { files: count(told.imports.length), uploads: count(told.uploads), backups: count(told.backups) })}
        </li>
        {told.shared > 0 && <li>{t("privacy.goes.shared", { shared: count(told.shared) })}</li>}
      </ul>
    </>
  );
}
