import { useState, type SubmitEvent } from "react";
import { call, type Output, type Problem } from "../api.ts";
import { t } from "../messages/text.ts";
import { useRefresh } from "../session/read.ts";
import { announce } from "../ui/announce.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { LongField, SelectField } from "../ui/field.tsx";
import { Trouble } from "../ui/trouble.tsx";
import { ANSWERS } from "./purpose-words.ts";

/** Somebody called, wrote or came by: what they said of one purpose, and how. */
export function TellConsentDialog(props: { id: string; purposes: Output<"customer.getConsents">["purposes"]; onClose: () => void }) {
  const { id, purposes, onClose } = props;
  const [purpose, setPurpose] = useState(purposes[0]?.id ?? "");
  const [answer, setAnswer] = useState<(typeof ANSWERS)[number]>("withdrawn");
  const [proof, setProof] = useState("");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<Problem | null>(null);
  const refresh = useRefresh();
  const tell = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    call("customer.tellConsent", { id, purpose, answer, proof }).then(
      async () => {
        announce(t("consent.tell.done"));
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
    <Dialog title={t("consent.tell.title", { id })} opened onClose={onClose}>
      <form className="form" onSubmit={tell}>
        <p>{t("consent.tell.what")}</p>
        <SelectField
          label={t("consent.tell.purpose")}
          name="purpose"
          value={purpose}
          options={purposes.map((one) => ({ id: one.id, label: one.name }))}
          onChange={(event) => setPurpose(event.currentTarget.value)}
        />
        <SelectField
          label={t("consent.tell.answer")}
          name="answer"
          value={answer}
          options={ANSWERS.map((value) => ({ id: value, label: t(`consent.answer.${value}`) }))}
          onChange={(event) => setAnswer(ANSWERS.find((one) => one === event.currentTarget.value) ?? "withdrawn")}
        />
        <LongField
          label={t("consent.tell.proof")}
          hint={t("consent.tell.proof.hint")}
          name="proof"
          rows={2}
          maxLength={400}
          value={proof}
          onChange={(event) => setProof(event.currentTarget.value)}
        />
        {error !== null && <Trouble error={error} />}
        <div className="row-end">
          <button type="button" className="btn" onClick={onClose}>
            {t("dialog.keep")}
          </button>
          <button type="submit" className="btn primary" disabled={busy || proof.trim() === ""}>
            {t("consent.tell.yes")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
