import { Fragment } from "react";
import type { Cell } from "../api-types.ts";
import { t } from "../messages/text.ts";
import { FigureValue } from "../ui/figure-value.tsx";
import { interval, points, signed } from "../ui/format.ts";
import { at, between } from "../ui/gap-bar.tsx";
import { chainLinks, identity, stepInto, type ChainLink, type ChainStep } from "./chain.ts";

export function Chain({ cell }: { cell: Cell }) {
  const chain = chainLinks(cell);
  const sum = identity(chain, points);
  return (
    <>
      <ol className="chain">
        {chain.map((link, index) => (
          <Fragment key={link.name}>
            <Step step={stepInto(chain, index)} />
            <LinkRow link={link} />
          </Fragment>
        ))}
      </ol>
      {sum !== null && <p className="xs mut identity">{sum}</p>}
    </>
  );
}

function LinkRow({ link }: { link: ChainLink }) {
  const side = link.name === "experienced" ? "cu" : "co";
  return (
    <li>
      <span className={`k ${side}`}>{t(`chain.${link.name}`)}</span>
      <span className="t" aria-hidden="true">
        <i className={link.value === null ? "ln unknown" : "ln"} />
        {link.value !== null && <i className={`m ${side}`} style={at(link.value)} />}
      </span>
      <b>
        <FigureValue figure={link.figure} label={t(`chain.${link.name}`)} unknown="–">
          {points(link.value)}
        </FigureValue>
      </b>
      <span className="w">
        {link.figure === null || link.value === null
          ? t("chain.unknown")
          : link.figure.interval === null
            ? t(`chain.${link.name}.n`, { n: link.figure.n })
            : t("chain.basis", { who: t(`chain.${link.name}.n`, { n: link.figure.n }), interval: interval(link.figure.interval) })}
      </span>
    </li>
  );
}

function Step({ step }: { step: ChainStep | null }) {
  if (step === null) return null;
  return (
    <li className="d">
      <span>{signed(step.difference)}</span>
      <span className="t" aria-hidden="true">
        <i className="st" style={between(step.from.value, step.to.value)} />
      </span>
      <span />
      <span className="w">{t(meaning(step))}</span>
    </li>
  );
}

function meaning({ from, to, difference }: ChainStep) {
  if (Math.round(difference) === 0) return "chain.same";
  if (to.name === "promised") return difference > 0 ? "chain.promised.more" : "chain.promised.less";
  if (to.name === "delivered" && from.name === "believed")
    return difference < 0 ? "chain.believed.undelivered" : "chain.believed.surpassed";
  if (to.name === "delivered") return difference < 0 ? "chain.delivered.less" : "chain.delivered.more";
  if (from.name === "delivered") return difference < 0 ? "chain.felt.less" : "chain.felt.more";
  if (from.name === "promised") return difference < 0 ? "chain.promise.unfelt" : "chain.promise.surpassed";
  return difference < 0 ? "chain.experienced.less" : "chain.experienced.more";
}
