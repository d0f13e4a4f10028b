import { useState } from "react";
import { call, type Problem } from "../api.ts";
import type { CaseFilter, Design, JourneyMap } from "../api-types.ts";
import { t } from "../messages/text.ts";
import { useMay } from "../session/may.ts";
import { useRead, useRefresh } from "../session/read.ts";
import { useChosenWorld } from "../session/world.ts";
import { announce } from "../ui/announce.tsx";
import { FilterSelect } from "../ui/field.tsx";
import { Card } from "../ui/page.tsx";
import { Trouble, Waiting } from "../ui/trouble.tsx";
import { DesignDialog } from "./design-dialog.tsx";
import { DeviationsTold } from "./deviations-told.tsx";

export type Designs = { designs: readonly Design[]; removed: readonly Design[] };

type Given = {
  map: JourneyMap & { log: string };
  where: string;
  found: Designs;
  chosen: Design | null;
  marked: boolean;
  onChange: (changed: Record<string, string>) => void;
  onNarrow: (filters: readonly CaseFilter[]) => void;
};

/** The journey as it was designed beside how it went: choose or draw one, and see what is skipped, extra or elsewhere. */
export function DesignedCard({ map, where, found, chosen, marked, onChange, onNarrow }: Given) {
  const may = useMay()("journey:write");
  const [open, setOpen] = useState<"new" | "change" | null>(null);
  // What is being taken away is asked about no more, or its answer would be that it is not there.
  const [going, setGoing] = useState<string | null>(null);
  return (
    <Card id="designed" title={t("designed.title")}>
      <div className="note">
        <div className="designed-tools">
          {chosen !== null && (
            <>
              <FilterSelect
                label={t("designed.choose")}
                value={chosen.id}
                options={found.designs.map(({ id, name }) => ({ id, label: name }))}
                onChange={(event) => onChange({ design: event.currentTarget.value })}
              />
              <label className="check">
                <input
                  type="checkbox"
                  checked={marked}
                  onChange={(event) => onChange({ layer: event.currentTarget.checked ? "designed" : "", design: chosen.id })}
                />{" "}
                {t("designed.mark")}
              </label>
            </>
          )}
          <Tools may={may} chosen={chosen} removed={found.removed} onOpen={setOpen} onGoing={setGoing} onChange={onChange} />
        </div>
        {chosen === null ? (
          <p className="sec">{t("designed.none")}</p>
        ) : (
          <>
            <p className="way">
              {chosen.allSteps.map(({ id, label }) => (
                <span key={id}>{label}</span>
              ))}
            </p>
            <Notes design={chosen} />
            {going !== chosen.id && <Beside log={map.log} where={where} design={chosen} onNarrow={onNarrow} />}
          </>
        )}
      </div>
      {open !== null && (
        <DesignDialog
          choices={map.choices}
          design={open === "change" ? chosen : null}
          onClose={() => setOpen(null)}
          onSaved={({ id }) => {
            setOpen(null);
            onChange({ design: id });
          }}
        />
      )}
    </Card>
  );
}

function Notes({ design }: { design: Design }) {
  if (design.notes.length === 0) return null;
  return (
    <>
      <p className="sm mut">{t("designed.simplified")}</p>
      <ul className="bullets sm" lang="en" dir="ltr">
        {design.notes.map((note) => (
          <li key={note}>{note}</li>
        ))}
      </ul>
    </>
  );
}

function Tools(props: {
  may: boolean;
  chosen: Design | null;
  removed: readonly Design[];
  onOpen: (what: "new" | "change") => void;
  onGoing: (id: string | null) => void;
  onChange: (changed: Record<string, string>) => void;
}) {
  const { may, chosen, removed, onOpen, onGoing, onChange } = props;
  const refresh = useRefresh();
  const world = useChosenWorld();
  const [error, setError] = useState<Problem | null>(null);
  const done = (doing: Promise<Design>, said: string, design: string) =>
    doing
      .then(
        async () => {
          setError(null);
          announce(said);
          await refresh();
          onChange({ design });
        },
        (problem: Problem) => setError(problem),
      )
      .finally(() => onGoing(null));
  return (
    <>
      {may && (
        <button type="button" className="btn small" onClick={() => onOpen("new")}>
          {t("designed.new")}
        </button>
      )}
      {chosen !== null && (
        <>
          {may && (
            <>
              <button type="button" className="btn small" onClick={() => onOpen("change")}>
                {t("designed.change")}
              </button>
              <button
                type="button"
                className="btn small"
                onClick={() => {
                  onGoing(chosen.id);
                  const going = call("journey.removeDesign", { id: chosen.id }, { etag: chosen.etag });
                  void done(going, t("designed.removed", { name: chosen.name }), "");
                }}
              >
                {t("designed.remove")}
              </button>
            </>
          )}
          <a
            className="btn small"
            download
            href={`/api/v1/journey/designs/${encodeURIComponent(chosen.id)}/bpmn${world === null ? "" : `?world=${world}`}`}
          >
            {t("designed.export")}
          </a>
        </>
      )}
      {may &&
        removed.map((design) => (
          <button
            key={design.id}
            type="button"
            className="btn small"
            onClick={() =>
              void done(
                call("journey.restoreDesign", { id: design.id, version: Math.max(1, design.version - 1) }),
                t("designed.restored", { name: design.name }),
                design.id,
              )
            }
          >
            {t("designed.restore", { name: design.name })}
          </button>
        ))}
      {error !== null && <Trouble error={error} />}
    </>
  );
}

function Beside(props: { log: string; where: string; design: Design; onNarrow: (filters: readonly CaseFilter[]) => void }) {
  const { log, where, design, onNarrow } = props;
  const reading = useRead("journey.getDeviations", { log, design: design.id, ...(where === "" ? {} : { where }) });
  if (reading.isError) return <Trouble error={reading.error} again={() => void reading.refetch()} />;
  if (reading.data === undefined) return <Waiting what={t("journey.reading.what")} />;
  return <DeviationsTold found={reading.data} onNarrow={onNarrow} />;
}
