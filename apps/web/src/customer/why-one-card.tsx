import { useState } from "react";
import { call, type Problem } from "../api.ts";
import type { CustomerIdentity } from "../api-types.ts";
import { t } from "../messages/text.ts";
import { useMay } from "../session/may.ts";
import { useRead, useRefresh } from "../session/read.ts";
import { announce } from "../ui/announce.tsx";
import { day } from "../ui/format.ts";
import { Card } from "../ui/page.tsx";
import { Trouble } from "../ui/trouble.tsx";
import { PairEvidence } from "./pair-evidence.tsx";
import "./identity.css";

/** Why several names are one customer, name by name, and the way back from it. Nothing where there is one name. */
export function WhyOneCard({ id }: { id: string }) {
  const reading = useRead("customer.getIdentity", { id });
  const may = useMay();
  const refresh = useRefresh();
  const [trouble, setTrouble] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const identity = reading.data?.names.includes(id) === true ? reading.data : undefined;
  if (identity === undefined || (identity.names.length < 2 && identity.decisions.length === 0)) return null;
  const decide = async (a: string, b: string, verdict: "apart" | null) => {
    setBusy(true);
    setTrouble(null);
    try {
      await call("customer.decideIdentity", { a, b, verdict });
      announce(t(verdict === null ? "identity.taken-back" : "identity.decided.apart"));
      await refresh();
    } catch (error) {
      setTrouble(error as Problem); // what call throws
    } finally {
      setBusy(false);
    }
  };
  return (
    <Card id="why-one" title={t("identity.why", { n: identity.names.length })}>
      {trouble !== null && <Trouble error={trouble} again={() => setTrouble(null)} />}
      <ul className="why-one">
        {identity.names
          .filter((name) => name !== identity.customer)
          .map((name) => (
            <li key={name}>
              <Name identity={identity} name={name} />
              {may("customer:write") && (
                <p className="buttons">
                  <button type="button" className="btn small" disabled={busy} onClick={() => void decide(name, identity.customer, "apart")}>
                    {t("identity.not-this")}
                    <span className="sr"> {name}</span>
                  </button>
                </p>
              )}
            </li>
          ))}
        {identity.decisions.map(({ a, b, verdict, by, at }) => (
          <li key={`${a} ${b}`}>
            <p>{t(`identity.said.${verdict}`, { a, b, by, day: day(at) })}</p>
            {may("customer:write") && (
              <p className="buttons">
                <button type="button" className="btn small" disabled={busy} onClick={() => void decide(a, b, null)}>
                  {t("identity.take-back")}
                  <span className="sr">
                    {" "}
                    {a}, {b}
                  </span>
                </button>
              </p>
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** A name and the pair that ties it to the others most. */
function Name({ identity, name }: { identity: CustomerIdentity; name: string }) {
  const inside = new Set(identity.names);
  const pair = identity.pairs.find(({ a, b }) => (a.told === name || b.told === name) && inside.has(a.told) && inside.has(b.told));
  if (pair === undefined)
    return (
      <p>
        <b className="strong">{name}</b> <span className="sec">{t("identity.no-evidence")}</span>
      </p>
    );
  const [own, other] = pair.a.told === name ? [pair.a, pair.b] : [pair.b, pair.a];
  return (
    <details>
      <summary>
        <b className="strong">{name}</b>{" "}
        <span className="sec">{t("identity.tied", { source: own.source, other: other.told, otherSource: other.source })}</span>
      </summary>
      <PairEvidence pair={pair} caption={t("identity.pair", { a: pair.a.told, b: pair.b.told })} />
    </details>
  );
}
