import { useState, type SubmitEvent } from "react";
import { call, type Problem } from "../api.ts";
import type { Statement } from "../api-types.ts";
import { t } from "../messages/text.ts";
import { useRefresh } from "../session/read.ts";
import { announce } from "../ui/announce.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { TextField } from "../ui/field.tsx";
import { isoDay } from "../ui/format.ts";
import { Trouble } from "../ui/trouble.tsx";

/** Draws the goal line: how many customers, what they are to be worth, by which day. An empty field draws none. */
export function GoalDialog({ statement, onClose }: { statement: Statement; onClose: () => void }) {
  const refresh = useRefresh();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<Problem | null>(null);
  const goal = (measure: "customers" | "value") => statement.goals.find((each) => each.measure === measure);
  const yearOn = new Date();
  yearOn.setFullYear(yearOn.getFullYear() + 1);
  const send = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const dueOn = String(form.get("due"));
    setBusy(true);
    setError(null);
    const put = async (measure: "customers" | "value") => {
      const typed = String(form.get(measure)).trim();
      if (typed !== "") await call("asset.putGoal", { measure, amount: Number(typed), dueOn });
      else if (goal(measure) !== undefined) await call("asset.removeGoal", { measure });
    };
    put("customers")
      .then(() => put("value"))
      .then(async () => {
        await refresh();
        announce(t("asset.goal.done"));
        onClose();
      })
      .catch((problem: Problem) => {
        setError(problem);
        setBusy(false);
      });
  };
  const worth = t(statement.perMonth ? "asset.worth.month" : "asset.worth.window", {
    currency: statement.currency,
    days: statement.window,
  });
  return (
    <Dialog title={t("asset.goal.draw")} opened onClose={onClose}>
      <form className="form" onSubmit={send}>
        <TextField
          label={t("asset.column.people")}
          name="customers"
          type="number"
          min={0}
          step={1}
          defaultValue={goal("customers")?.amount ?? ""}
          hint={t("asset.goal.hint", { now: statement.current?.closing.n ?? 0 })}
        />
        <TextField label={worth} name="value" type="number" min={0} step="any" defaultValue={goal("value")?.amount ?? ""} />
        <TextField
          label={t("asset.goal.due")}
          name="due"
          type="date"
          required
          defaultValue={(goal("customers") ?? goal("value"))?.dueOn ?? isoDay(yearOn)}
        />
        {error !== null && <Trouble error={error} />}
        <div className="buttons">
          <button type="submit" className="btn primary" disabled={busy}>
            {t("asset.goal.save")}
          </button>
          <button type="button" className="btn" onClick={onClose}>
            {t("dialog.cancel")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
