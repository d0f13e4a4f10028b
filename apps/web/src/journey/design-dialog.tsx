import { useRef, useState, type SubmitEvent } from "react";
import { call, type Problem } from "../api.ts";
import type { Design, JourneyMap } from "../api-types.ts";
import { t } from "../messages/text.ts";
import { useRead, useRefresh } from "../session/read.ts";
import { Dialog } from "../ui/dialog.tsx";
import { SelectField, TextField } from "../ui/field.tsx";
import { Trouble } from "../ui/trouble.tsx";

const DAY = 86_400;

type Row = { key: number; step: string; optional: boolean; days: string };
type Given = { choices: JourneyMap["choices"]; design: Design | null; onClose: () => void; onSaved: (design: Design) => void };

/** Draws a journey as steps in order, or takes it from a BPMN file. */
export function DesignDialog({ choices, design, onClose, onSaved }: Given) {
  const drawable = design === null || design.steps !== null;
  const [how, setHow] = useState<"draw" | "bpmn">(drawable ? "draw" : "bpmn");
  const [name, setName] = useState(design?.name ?? "");
  const [whole, setWhole] = useState(inDays(design?.whole ?? null));
  const [rows, setRows] = useState<readonly Row[]>(() =>
    (design?.steps ?? []).map(({ step, optional, within }, key) => ({ key, step, optional, days: inDays(within) })),
  );
  const [file, setFile] = useState<File | null>(null);
  const [error, setError] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const refresh = useRefresh();
  const company = useRead("company.getCompany", {}).data;
  const options = stepsToChoose(company?.steps ?? [], choices, rows);
  const save = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    setBusy(true);
    try {
      const input =
        how === "draw"
          ? {
              name,
              whole: inSeconds(whole),
              steps: rows.map(({ step, optional, days }) => ({ step, optional, within: inSeconds(days) })),
            }
          : { bpmn: (await file?.text()) ?? "", ...(name.trim() === "" ? {} : { name }) };
      const saved =
        design === null
          ? await call("journey.createDesign", input)
          : await call("journey.changeDesign", { id: design.id, ...input }, { etag: design.etag });
      await refresh();
      onSaved(saved);
    } catch (problem) {
      setError(problem as Problem); // what `call` throws
      setBusy(false);
    }
  };
  return (
    <Dialog title={t(design === null ? "designed.new" : "designed.change")} opened wide onClose={onClose}>
      <form className="form" onSubmit={(event: SubmitEvent<HTMLFormElement>) => void save(event)}>
        {drawable && (
          <SelectField
            label={t("designed.how")}
            value={how}
            options={[
              { id: "draw", label: t("designed.how.draw") },
              { id: "bpmn", label: t("designed.how.bpmn") },
            ]}
            onChange={(event) => setHow(event.currentTarget.value === "draw" ? "draw" : "bpmn")}
          />
        )}
        <TextField
          label={t("designed.name")}
          value={name}
          maxLength={200}
          required={how === "draw"}
          {...(how === "bpmn" ? { hint: t("designed.name.own") } : {})}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        {how === "draw" ? (
          <>
            <StepList rows={rows} options={options} onChange={setRows} />
            <TextField
              label={t("designed.whole.days")}
              type="number"
              min={0}
              step="any"
              value={whole}
              onChange={(event) => setWhole(event.currentTarget.value)}
            />
          </>
        ) : (
          <TextField
            label={t("designed.file.bpmn")}
            type="file"
            accept=".bpmn,.xml"
            required
            hint={t("designed.file.hint")}
            onChange={(event) => setFile(event.currentTarget.files?.[0] ?? null)}
          />
        )}
        {error !== null && <Trouble error={error} />}
        <div className="row-end">
          <button type="button" className="btn" onClick={onClose}>
            {t("dialog.cancel")}
          </button>
          <button type="submit" className="btn primary" disabled={busy || (how === "draw" && rows.length === 0)}>
            {t("designed.save")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

type Option = { id: string; label: string };

function StepList({
  rows,
  options,
  onChange,
}: {
  rows: readonly Row[];
  options: readonly Option[];
  onChange: (rows: readonly Row[]) => void;
}) {
  const next = useRef(rows.length);
  const change = (at: number, to: Partial<Row>) => onChange(rows.map((row, i) => (i === at ? { ...row, ...to } : row)));
  const swap = (at: number, other: number) => {
    const [one, two] = [rows[at], rows[other]];
    if (one !== undefined && two !== undefined) onChange(rows.map((row, i) => (i === at ? two : i === other ? one : row)));
  };
  const used = new Set(rows.map(({ step }) => step));
  const free = options.find(({ id }) => !used.has(id));
  return (
    <fieldset className="designed-steps">
      <legend>{t("designed.steps")}</legend>
      <ol>
        {rows.map((row, at) => {
          const label = options.find(({ id }) => id === row.step)?.label ?? row.step;
          return (
            <li key={row.key}>
              <SelectField
                label={t("designed.step", { n: at + 1 })}
                value={row.step}
                options={options.filter(({ id }) => id === row.step || !used.has(id))}
                onChange={(event) => change(at, { step: event.currentTarget.value })}
              />
              <TextField
                label={t("designed.within.days")}
                type="number"
                min={0}
                step="any"
                value={row.days}
                onChange={(event) => change(at, { days: event.currentTarget.value })}
              />
              <label className="check">
                <input type="checkbox" checked={row.optional} onChange={(event) => change(at, { optional: event.currentTarget.checked })} />{" "}
                {t("designed.optional")}
              </label>
              <span className="buttons">
                <button type="button" className="btn small" disabled={at === 0} onClick={() => swap(at, at - 1)}>
                  <span aria-hidden="true">↑</span>
                  <span className="sr">{t("designed.up", { step: label })}</span>
                </button>
                <button type="button" className="btn small" disabled={at + 1 === rows.length} onClick={() => swap(at, at + 1)}>
                  <span aria-hidden="true">↓</span>
                  <span className="sr">{t("designed.down", { step: label })}</span>
                </button>
                <button type="button" className="btn small" onClick={() => onChange(rows.filter((_, i) => i !== at))}>
                  <span aria-hidden="true">×</span>
                  <span className="sr">{t("designed.off", { step: label })}</span>
                </button>
              </span>
            </li>
          );
        })}
      </ol>
      <button
        type="button"
        className="btn small"
        disabled={free === undefined}
        onClick={() => {
          if (free === undefined) return;
          onChange([...rows, { key: next.current, step: free.id, optional: false, days: "" }]);
          next.current += 1;
        }}
      >
        {t("designed.add")}
      </button>
    </fieldset>
  );
}

/** The company's steps in their order, then what else the events and the design name. */
function stepsToChoose(steps: readonly Option[], choices: readonly Option[], rows: readonly Row[]): readonly Option[] {
  const known = new Map<string, Option>();
  for (const { id, label } of [...steps, ...choices, ...rows.map(({ step }) => ({ id: step, label: step }))])
    if (!known.has(id)) known.set(id, { id, label });
  return [...known.values()];
}

function inDays(seconds: number | null): string {
  return seconds === null ? "" : String(seconds / DAY);
}
function inSeconds(days: string): number | null {
  return days.trim() === "" ? null : Number(days) * DAY;
}
