import { useState, type SubmitEvent } from "react";
import { call, type Output, type Problem } from "../api.ts";
import { t } from "../messages/text.ts";
import { useRead, useRefresh } from "../session/read.ts";
import { announce } from "../ui/announce.tsx";
import { FilterSelect } from "../ui/field.tsx";
import { Trouble } from "../ui/trouble.tsx";

type Trust = Output<"customer.getTrust">;
const LINES = [
  "name",
  "email",
  "phone",
  "address",
  "birth",
  "contract",
  "account",
  "through",
] as const satisfies readonly (keyof Trust["believed"])[];

/** Whom to believe where sources differ: an order of all, and for single lines another. Nothing where there is one source. */
export function TrustForm() {
  const reading = useRead("customer.getTrust", {});
  if (reading.data === undefined || reading.data.sources.length < 2) return null;
  return (
    <details className="trust">
      <summary>{t("trust.title")}</summary>
      <Edit key={JSON.stringify(reading.data)} kept={reading.data} />
    </details>
  );
}

function Edit({ kept }: { kept: Trust }) {
  const refresh = useRefresh();
  const [sources, setSources] = useState(kept.sources);
  const [believed, setBelieved] = useState(kept.believed);
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<Problem | null>(null);
  const swap = (at: number, source: string) => {
    const order = [...sources];
    const other = order[at - 1];
    if (other === undefined) return;
    order.splice(at - 1, 2, source, other);
    setSources(order);
    announce(t("trust.moved", { source, place: at }));
  };
  const keep = async (event: SubmitEvent) => {
    event.preventDefault();
    setBusy(true);
    setTrouble(null);
    try {
      await call("customer.putTrust", { sources, believed });
      announce(t("trust.kept"));
      await refresh();
    } catch (error) {
      setTrouble(error as Problem); // what call throws
    } finally {
      setBusy(false);
    }
  };
  return (
    <form onSubmit={(event) => void keep(event)}>
      <p className="sec">{t("trust.under")}</p>
      <ol>
        {sources.map((source, at) => (
          <li key={source}>
            <span>{source}</span>
            {at > 0 && (
              <button type="button" className="btn small" onClick={() => swap(at, source)}>
                {t("trust.up")}
                <span className="sr"> {source}</span>
              </button>
            )}
          </li>
        ))}
      </ol>
      <div className="believed">
        {LINES.map((line) => (
          <FilterSelect
            key={line}
            label={t(`timeline.person.${line}`)}
            options={[{ id: "", label: t("trust.as-list") }, ...sources.map((id) => ({ id, label: id }))]}
            value={believed[line] ?? ""}
            onChange={({ target }) => {
              const { [line]: _before, ...others } = believed;
              setBelieved(target.value === "" ? others : { ...others, [line]: target.value });
            }}
          />
        ))}
      </div>
      {trouble !== null && <Trouble error={trouble} again={() => setTrouble(null)} />}
      <button type="submit" className="btn primary" disabled={busy}>
        {t(busy ? "trust.busy" : "trust.keep")}
      </button>
    </form>
  );
}
