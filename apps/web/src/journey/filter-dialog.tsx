import { useState, type SubmitEvent } from "react";
import type { CaseFilter, JourneyMap } from "../api-types.ts";
import { t } from "../messages/text.ts";
import { Dialog } from "../ui/dialog.tsx";
import { SelectField, TextField } from "../ui/field.tsx";

const KINDS = ["has", "without", "follows", "starts", "ends", "longer", "shorter", "period"] as const;
type Kind = (typeof KINDS)[number];

const DAY = 86_400;

/** What is written in the dialog, whichever of it the kind needs. */
interface Draft {
  readonly step: string;
  readonly to: string;
  readonly direct: boolean;
  readonly days: string;
  readonly first: string;
  readonly last: string;
}

/** One more condition on the journeys that are counted. */
export function FilterDialog(props: { choices: JourneyMap["choices"]; onSet: (filter: CaseFilter) => void; onClose: () => void }) {
  const { choices, onSet, onClose } = props;
  const [kind, setKind] = useState<Kind>("has");
  const step = choices[0]?.id ?? "";
  const [draft, setDraft] = useState<Draft>({ step, to: choices[1]?.id ?? step, direct: false, days: "7", first: "", last: "" });
  const change = (to: Partial<Draft>) => setDraft({ ...draft, ...to });
  const set = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    onSet(filterOf(kind, draft));
  };
  const days = kind === "longer" || kind === "shorter";
  return (
    <Dialog title={t("journey.only.dialog")} opened onClose={onClose}>
      <form className="form" onSubmit={set}>
        <SelectField
          label={t("journey.only.what")}
          value={kind}
          options={KINDS.map((id) => ({ id, label: t(`journey.only.kind.${id}`) }))}
          onChange={(event) => setKind(KINDS.find((one) => one === event.currentTarget.value) ?? "has")}
        />
        {!days && kind !== "period" && (
          <SelectField
            label={t(kind === "follows" ? "journey.column.from" : "journey.only.step")}
            value={draft.step}
            options={choices}
            onChange={(event) => change({ step: event.currentTarget.value })}
          />
        )}
        {kind === "follows" && (
          <>
            <SelectField
              label={t("journey.column.to")}
              value={draft.to}
              options={choices}
              onChange={(event) => change({ to: event.currentTarget.value })}
            />
            <label className="check">
              <input type="checkbox" checked={draft.direct} onChange={(event) => change({ direct: event.currentTarget.checked })} />{" "}
              {t("journey.only.direct")}
            </label>
          </>
        )}
        {days && (
          <TextField
            label={t("journey.only.days")}
            type="number"
            min={0}
            max={100_000}
            step="any"
            required
            value={draft.days}
            onChange={(event) => change({ days: event.currentTarget.value })}
          />
        )}
        {kind === "period" && (
          <>
            <TextField
              label={t("journey.only.from")}
              type="date"
              required
              value={draft.first}
              onChange={(event) => change({ first: event.currentTarget.value })}
            />
            <TextField
              label={t("journey.only.to")}
              type="date"
              required
              min={draft.first}
              value={draft.last}
              onChange={(event) => change({ last: event.currentTarget.value })}
            />
          </>
        )}
        <div className="row-end">
          <button type="button" className="btn" onClick={onClose}>
            {t("journey.only.leave")}
          </button>
          <button type="submit" className="btn primary">
            {t("journey.only.set")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

function filterOf(kind: Kind, { step, to, direct, days, first, last }: Draft): CaseFilter {
  switch (kind) {
    case "has":
      return { kind: "has-step", step };
    case "without":
      return { kind: "has-step", step, not: true };
    case "follows":
      return { kind: "follows", from: step, to, direct };
    case "starts":
      return { kind: "starts-with", steps: [step] };
    case "ends":
      return { kind: "ends-with", steps: [step] };
    case "longer":
      return { kind: "duration", atLeast: Number(days) * DAY };
    case "shorter":
      return { kind: "duration", atMost: Number(days) * DAY };
    case "period":
      return { kind: "period", from: first, to: last, how: "begins" };
  }
}
