import { Autocomplete } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useState, type SubmitEvent } from "react";
import { call, type Problem } from "../api.ts";
import type { Cell, World } from "../api-types.ts";
import { LoadSample } from "../demo/load-sample.tsx";
import { t } from "../messages/text.ts";
import { useRead, useRefresh } from "../session/read.ts";
import { announce } from "../ui/announce.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { TextField } from "../ui/field.tsx";
import { isoDay, points } from "../ui/format.ts";
import { Trouble } from "../ui/trouble.tsx";
import { useCellName } from "./cell-name.ts";
import { labelOf, ownerOf } from "./owner.ts";

/** Make someone own it: a person, a distance to reach, a day to reach it by. */
export function OwnDialog({ cell, world, what, onClose }: { cell: Cell; world: World; what?: string; onClose: () => void }) {
  const company = useRead("company.getCompany", {});
  const people = company.data?.people ?? [];
  const name = useCellName()(cell);
  return (
    <Dialog title={t("own.title", { cell: name })} opened onClose={onClose}>
      {world === "preview" ? (
        <div className="form">
          <p>{t("own.preview")}</p>
          <div className="buttons">
            <LoadSample primary />
            <Link className="btn" to="/import">
              {t("demo.import")}
            </Link>
          </div>
        </div>
      ) : company.data === undefined ? (
        <p className="sec">{t("own.reading")}</p>
      ) : (
        <OwnForm cell={cell} name={name} what={what ?? t("own.action.default", { cell: name })} people={people} onClose={onClose} />
      )}
    </Dialog>
  );
}

function OwnForm({
  cell,
  name,
  what,
  people,
  onClose,
}: {
  cell: Cell;
  name: string;
  /** What is to be done, until somebody writes something else. */
  what: string;
  people: readonly { id: string; name: string; title: string }[];
  onClose: () => void;
}) {
  const refresh = useRefresh();
  const distance = cell.gaps.belief?.value ?? null;
  const [typed, setTyped] = useState<string | null>(null);
  const [asked, setAsked] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<Problem | null>(null);
  const wanted = typed ?? labelOf(people.find((person) => person.id === cell.owner) ?? null);
  const owner = ownerOf(wanted, people);
  const send = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    setAsked(true);
    if (owner === null) return;
    const form = new FormData(event.currentTarget);
    setBusy(true);
    setError(null);
    call("accountability.createAction", {
      cell: { stage: cell.stage, channel: cell.channel, segment: cell.segment },
      ...owner,
      title: String(form.get("title")),
      goalLine: Number(form.get("goal")),
      dueOn: String(form.get("due")),
    })
      .then(async (action) => {
        await refresh();
        announce(t("own.done", { name: action.ownerName, cell: name }));
        onClose();
      })
      .catch((problem: Problem) => {
        setError(problem);
        setBusy(false);
      });
  };
  return (
    <form className="form" onSubmit={send}>
      <p className="sec">{distance === null ? t("own.text.unknown") : t("own.text", { distance: points(distance) })}</p>
      <Autocomplete
        label={t("own.person")}
        placeholder={t("own.person.choose")}
        description={owner !== null && owner.ownerName !== undefined ? t("own.person.new", { name: owner.ownerName }) : null}
        data={people.map(labelOf)}
        value={wanted}
        onChange={setTyped}
        openOnFocus={false}
        withScrollArea={false}
        styles={{ options: { maxHeight: 200, overflowY: "auto" } }}
        comboboxProps={{ withinPortal: false, transitionProps: { duration: 0 } }}
        error={asked && owner === null ? t("own.person.missing") : null}
        data-autofocus
      />
      <div className="pair">
        <TextField
          label={t("own.goal")}
          hint={t("own.goal.hint")}
          name="goal"
          type="number"
          min={0}
          max={100}
          step={1}
          required
          defaultValue={distance === null ? 5 : Math.max(0, Math.round(Math.abs(distance) / 2))}
        />
        <TextField
          label={t("own.due")}
          name="due"
          type="date"
          required
          min={isoDay(new Date())}
          defaultValue={isoDay(new Date(Date.now() + 90 * 86_400_000))}
        />
      </div>
      <TextField label={t("own.action")} name="title" required maxLength={200} defaultValue={what} />
      {error !== null && <Trouble error={error} />}
      <div className="row-end">
        <button type="button" className="btn" onClick={onClose}>
          {t("dialog.cancel")}
        </button>
        <button type="submit" className="btn primary" disabled={busy}>
          {t("own.button")}
        </button>
      </div>
    </form>
  );
}
