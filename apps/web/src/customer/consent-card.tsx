import { useState } from "react";
import type { Output } from "../api.ts";
import { t } from "../messages/text.ts";
import { useMay } from "../session/may.ts";
import { useRead, useShownWorld } from "../session/read.ts";
import { moment } from "../ui/format.ts";
import { Card } from "../ui/page.tsx";
import { Trouble, Waiting } from "../ui/trouble.tsx";
import { TellConsentDialog } from "./tell-consent-dialog.tsx";
import { usesText } from "./purpose-words.ts";
import "./consent.css";

type Consents = Output<"customer.getConsents">;
type Told = Consents["others"][number]["told"][number];

/** What one customer agreed to: each purpose, what it comes to, since when, and who told it. */
export function ConsentCard({ id }: { id: string }) {
  const may = useMay();
  const own = (useShownWorld() ?? "own") === "own";
  const [telling, setTelling] = useState(false);
  const reading = useRead("customer.getConsents", { id }, { enabled: own && may("pii:read") });
  if (!own || !may("pii:read")) return null;
  const told = reading.data;
  const canTell = may("privacy:write") && (told?.purposes.length ?? 0) > 0;
  return (
    <Card id="consents" title={t("consent.title")}>
      {reading.isError ? (
        <Trouble error={reading.error} again={() => void reading.refetch()} />
      ) : told === undefined ? (
        <Waiting what={t("consent.reading")} />
      ) : (
        <>
          {told.purposes.length === 0 ? <p className="body sec">{t("consent.none")}</p> : <Purposes purposes={told.purposes} />}
          {told.leftOut.length > 0 && <p className="body strong">{t("consent.left-out", { uses: usesText(told.leftOut) })}</p>}
          {told.others.length > 0 && (
            <p className="body sm sec">{t("consent.others", { names: told.others.map(({ name }) => name).join(", ") })}</p>
          )}
        </>
      )}
      {canTell && (
        <p className="body">
          <button type="button" className="btn" onClick={() => setTelling(true)}>
            {t("consent.tell")}
          </button>
        </p>
      )}
      {telling && told !== undefined && <TellConsentDialog id={told.customer} purposes={told.purposes} onClose={() => setTelling(false)} />}
    </Card>
  );
}

function Purposes({ purposes }: { purposes: Consents["purposes"] }) {
  return (
    <ul className="consents">
      {purposes.map(({ id, name, answer, since, allowed, told }) => (
        <li key={id}>
          <p>
            <b className="strong">{name}</b>{" "}
            <span className={allowed ? "chip" : "chip risk"}>{t(allowed ? "consent.may" : "consent.may-not")}</span>
          </p>
          <p className="sm sec">
            {t(`consent.answer.${answer ?? "silent"}`)}
            {since !== null && ` ${t("consent.since", { at: moment(since) })}`}
          </p>
          {told.length > 0 && (
            <details>
              <summary className="sm">{t("consent.history", { n: told.length })}</summary>
              <ol>
                {told.map((one, at) => (
                  <li key={at} className="sm">
                    {lineOf(one)}
                    {one.proof !== null && <span className="sec">“{one.proof}”</span>}
                  </li>
                ))}
              </ol>
            </details>
          )}
        </li>
      ))}
    </ul>
  );
}

function lineOf({ answer, at, source, by, name }: Told): string {
  const said = t("consent.told", { answer: t(`consent.answer.${answer}`), at: at === null ? t("consent.undated") : moment(at), source });
  const who = by === null ? [] : [t("consent.told.by", { who: by.slice(by.indexOf(":") + 1) })];
  return [said, t("consent.told.as", { name }), ...who].join(" · ");
}
