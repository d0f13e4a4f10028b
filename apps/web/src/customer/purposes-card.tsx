import { useState } from "react";
import { call, type Output, type Problem } from "../api.ts";
import type { Figure } from "../api-types.ts";
import { isKey, t } from "../messages/text.ts";
import { useMay } from "../session/may.ts";
import { useRead, useRefresh, useShownWorld } from "../session/read.ts";
import { announce } from "../ui/announce.tsx";
import { Confirm } from "../ui/dialog.tsx";
import { FigureValue } from "../ui/figure-value.tsx";
import { moment, share } from "../ui/format.ts";
import { Card } from "../ui/page.tsx";
import { Trouble, Waiting } from "../ui/trouble.tsx";
import { PurposeDialog } from "./purpose-dialog.tsx";
import { type Purpose, usesText } from "./purpose-words.ts";

type List = Output<"customer.listPurposes">;
type State = List["purposes"][number];

/** What rows are used for, how many customers answered what, and how many are left out; never who. */
export function PurposesCard() {
  const reading = useRead("customer.listPurposes", {});
  const [open, setOpen] = useState<{ purpose: Purpose | null; removing: boolean } | null>(null);
  const [error, setError] = useState<Problem | null>(null);
  const refresh = useRefresh();
  const canWrite = useMay()("privacy:write") && (useShownWorld() ?? "own") === "own";
  const list = reading.data;
  const purposes = list?.purposes.map(({ purpose }) => purpose) ?? [];
  const save = async (all: readonly Purpose[]) => {
    setError(null);
    await call("customer.putPurposes", { purposes: [...all] });
    announce(t("purposes.saved"));
    await refresh();
    setOpen(null);
  };
  const trySave = (all: readonly Purpose[]) => void save(all).catch((problem: Problem) => setError(problem));
  return (
    <Card
      id="purposes"
      title={t("purposes.title")}
      tools={
        canWrite && (
          <button type="button" className="btn small" onClick={() => setOpen({ purpose: null, removing: false })}>
            {t("purposes.add")}
          </button>
        )
      }
    >
      {reading.isError ? (
        <Trouble error={reading.error} again={() => void reading.refetch()} />
      ) : list === undefined ? (
        <Waiting what={t("purposes.reading")} />
      ) : (
        <>
          {error !== null && <Trouble error={error} />}
          {purposes.length === 0 ? (
            <Proposed list={list} canWrite={canWrite} onTake={() => trySave(list.proposed.map(inWords))} />
          ) : (
            <>
              <p className="body sm sec">{t("purposes.what")}</p>
              <ul className="purposes">
                {list.purposes.map((state) => (
                  <li key={state.purpose.id}>
                    <OnePurpose state={state} />
                    {canWrite && (
                      <p className="buttons">
                        <button type="button" className="btn small" onClick={() => setOpen({ purpose: state.purpose, removing: false })}>
                          {t("purposes.change")}
                          <span className="sr"> {state.purpose.name}</span>
                        </button>
                        <button type="button" className="btn small" onClick={() => setOpen({ purpose: state.purpose, removing: true })}>
                          {t("purposes.remove")}
                          <span className="sr"> {state.purpose.name}</span>
                        </button>
                      </p>
                    )}
                  </li>
                ))}
              </ul>
            </>
          )}
          <Notes list={list} />
        </>
      )}
      {open !== null && !open.removing && (
        <PurposeDialog purpose={open.purpose} all={purposes} onSave={save} onClose={() => setOpen(null)} />
      )}
      {open?.removing === true && open.purpose !== null && (
        <Confirm
          title={t("purposes.remove.title", { name: open.purpose.name })}
          what={t("purposes.remove.what")}
          yes={t("purposes.remove.yes")}
          opened
          onYes={() => trySave(purposes.filter(({ id }) => id !== open.purpose?.id))}
          onClose={() => setOpen(null)}
        />
      )}
    </Card>
  );
}

function Proposed({ list, canWrite, onTake }: { list: List; canWrite: boolean; onTake: () => void }) {
  return (
    <>
      <p className="body">{t("purposes.none")}</p>
      {list.proposed.length > 0 && canWrite && (
        <>
          <ul className="purposes">
            {list.proposed.map((purpose) => (
              <li key={purpose.id}>
                <Words purpose={inWords(purpose)} />
              </li>
            ))}
          </ul>
          <p className="body">
            <button type="button" className="btn primary" onClick={onTake}>
              {t("purposes.propose")}
            </button>
          </p>
        </>
      )}
    </>
  );
}

/** A purpose to start with, as the viewer's language has it. */
function inWords(purpose: Purpose): Purpose {
  const key = `purposes.proposed.${purpose.id}`;
  const what = `${key}.what`;
  return isKey(key) && isKey(what) ? { ...purpose, name: t(key), what: t(what) } : purpose;
}

function Words({ purpose }: { purpose: Purpose }) {
  const { name, what, basis, byDefault, uses } = purpose;
  const facts = [
    t(`consent.basis.${basis}`),
    `${t("purposes.default")}: ${t(`purposes.default.${byDefault}`)}`,
    ...(uses.length === 0 ? [] : [`${t("purposes.uses")}: ${usesText(uses)}`]),
  ];
  return (
    <>
      <h3>{name}</h3>
      <p>{what}</p>
      <p className="sm sec">{facts.join(" · ")}</p>
    </>
  );
}

function OnePurpose({ state }: { state: State }) {
  const answers: readonly ["granted" | "denied" | "silent", Figure][] = [
    ["granted", state.granted],
    ["denied", state.denied],
    ["silent", state.silent],
  ];
  return (
    <>
      <Words purpose={state.purpose} />
      {!state.counts && <p className="sm sec">{t("purposes.no-effect")}</p>}
      <dl className="answers">
        {answers.map(([answer, figure]) => (
          <div key={answer}>
            <dt>{t(`consent.answer.${answer}`)}</dt>
            <dd>
              <FigureValue
                figure={figure}
                label={t("purposes.of", { answer: t(`consent.answer.${answer}`), purpose: state.purpose.name })}
                show={share}
                unknown={t("purposes.hidden")}
              />
            </dd>
          </div>
        ))}
      </dl>
    </>
  );
}

/** What of it one sees in figures and at the door. */
function Notes({ list }: { list: List }) {
  return (
    <>
      {list.leftOut.length > 0 && (
        <dl className="answers body">
          {list.leftOut.map(({ use, customers }) => (
            <div key={use}>
              <dt>{t("purposes.left-out", { use: t(`consent.use.${use}`) })}</dt>
              <dd>
                <FigureValue
                  figure={customers}
                  label={t("purposes.left-out", { use: t(`consent.use.${use}`) })}
                  show={(n) => t("purposes.left-out.n", { n })}
                  unknown={t("purposes.left-out.few")}
                />
              </dd>
            </div>
          ))}
        </dl>
      )}
      {list.unknown.length > 0 && (
        <p className="body sm sec">{t("purposes.unknown", { names: list.unknown.map(({ name }) => name).join(", ") })}</p>
      )}
      {list.turnedAway.map(({ source, events, last }) => (
        <p key={source} className="body sm sec">
          {t("purposes.turned-away", { n: events, source, at: moment(last) })}
        </p>
      ))}
    </>
  );
}
