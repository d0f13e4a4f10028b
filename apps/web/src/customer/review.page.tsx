import { useEffect, useRef, useState } from "react";
import { call, type Problem } from "../api.ts";
import type { IdentityPair } from "../api-types.ts";
import { t } from "../messages/text.ts";
import { useRead, useRefresh } from "../session/read.ts";
import { announce } from "../ui/announce.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { Card, PageTitle } from "../ui/page.tsx";
import { Trouble, Waiting } from "../ui/trouble.tsx";
import { PairEvidence } from "./pair-evidence.tsx";
import "./identity.css";

type Verdict = "together" | "apart";
/** One letter a decision; none of them leads to a page behind `g`. */
const KEYS = { y: "together", n: "apart" } as const;

const keyOf = ({ a, b }: IdentityPair) => `${a.source}\u0000${a.told}\u0000${b.source}\u0000${b.told}`;

/** Pairs that may be one customer, one at a time: a key decides, and the next one is there before the hand has moved. */
export function Page() {
  const reading = useRead("customer.listReview", { limit: 50 });
  const refresh = useRefresh();
  const [later, setLater] = useState<ReadonlySet<string>>(new Set());
  const [decided, setDecided] = useState<readonly { pair: IdentityPair; verdict: Verdict }[]>([]);
  const [under, setUnder] = useState(0);
  const [trouble, setTrouble] = useState<Problem | null>(null);
  const gone = new Set([...later, ...decided.map(({ pair }) => keyOf(pair))]);
  const pairs = reading.data?.pairs.filter((pair) => !gone.has(keyOf(pair))) ?? [];
  const pair = pairs[0];
  const waiting = Math.max(0, (reading.data?.waiting ?? 0) - decided.length);
  const last = decided.at(-1);

  // One after the other, as they were said: taking back must not come before what it takes back.
  const before = useRef<Promise<unknown>>(Promise.resolve());
  const send = (of: IdentityPair, verdict: Verdict | null) => {
    setTrouble(null);
    setUnder((n) => n + 1);
    before.current = before.current
      .then(() => call("customer.decideIdentity", { a: of.a.told, b: of.b.told, verdict }))
      .then(() => announce(t(verdict === null ? "identity.taken-back" : `identity.decided.${verdict}`)))
      .catch((error: Problem) => {
        setTrouble(error);
        setDecided((all) => all.filter((one) => one.pair !== of)); // it is asked again
      })
      .finally(() => setUnder((n) => n - 1));
  };
  const decide = (verdict: Verdict) => {
    if (pair === undefined) return;
    setDecided([...decided, { pair, verdict }]);
    send(pair, verdict);
  };
  const undo = () => {
    if (last === undefined) return;
    setDecided(decided.slice(0, -1));
    send(last.pair, null);
  };
  const skip = () => pair !== undefined && setLater(new Set([...later, keyOf(pair)]));

  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (
        event.ctrlKey ||
        event.metaKey ||
        event.altKey ||
        (event.target instanceof HTMLElement && event.target.matches("input, select, textarea"))
      )
        return;
      if (document.querySelector("[role=dialog]") !== null) return;
      if (event.key === "y" || event.key === "n") decide(KEYS[event.key]);
      else if (event.key === "l") skip();
      else if (event.key === "z") undo();
      else return;
      event.preventDefault();
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  });
  // The handful that came is worked off: the next one is fetched once everything said is kept.
  const empty = reading.data !== undefined && pairs.length === 0 && decided.length > 0 && under === 0;
  useEffect(() => {
    if (!empty) return;
    void refresh().then(() => setDecided([]));
  }, [empty, refresh]);

  return (
    <>
      <PageTitle title="page.review">{reading.data === undefined ? t("identity.reading") : t("identity.title", { n: waiting })}</PageTitle>
      <p className="under">{t("identity.under")}</p>
      {reading.isError && <Trouble error={reading.error} again={() => void reading.refetch()} />}
      {trouble !== null && <Trouble error={trouble} again={() => setTrouble(null)} />}
      {reading.data === undefined ? (
        !reading.isError && <Waiting what={t("identity.reading")} />
      ) : (
        <div className="review">
          {pair === undefined ? (
            <EmptyState
              title={t("identity.none")}
              why={t(later.size > 0 ? "identity.none.later" : "identity.none.why", { n: later.size })}
            />
          ) : (
            <Card id="pair" title={t("identity.question")}>
              <PairEvidence pair={pair} caption={t("identity.pair", { a: pair.a.told, b: pair.b.told })} />
              <p className="buttons body">
                <button type="button" className="btn primary" onClick={() => decide("together")}>
                  {t("identity.together")} <kbd>y</kbd>
                </button>
                <button type="button" className="btn primary" onClick={() => decide("apart")}>
                  {t("identity.apart")} <kbd>n</kbd>
                </button>
                <button type="button" className="btn" onClick={skip}>
                  {t("identity.later")} <kbd>l</kbd>
                </button>
              </p>
            </Card>
          )}
          {under > 0 && <p className="decided">{t("identity.keeping")}</p>}
          {last !== undefined && under === 0 && (
            <p className="decided">
              {t(`identity.decided.${last.verdict}`)} {last.pair.a.told}, {last.pair.b.told}.{" "}
              <button type="button" className="btn small" onClick={undo}>
                {t("identity.take-back")} <kbd>z</kbd>
              </button>
            </p>
          )}
        </div>
      )}
    </>
  );
}
