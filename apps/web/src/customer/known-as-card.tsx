import type { Timeline } from "../api-types.ts";
import { t } from "../messages/text.ts";
import { Card } from "../ui/page.tsx";
import { linesOf, type PersonLine } from "./person-lines.ts";

/** Said by the card of relations, with links. */
const ELSEWHERE: ReadonlySet<string> = new Set(["account", "through"]);

/** Who somebody is: what stands, with the source that says it and how many say otherwise, and beneath what each says. */
export function KnownAsCard({ best, knownAs }: Pick<Timeline, "best" | "knownAs">) {
  const several = knownAs.length > 1;
  return (
    <Card id="known-as" title={t("timeline.who")}>
      <dl className="best">
        {best
          .filter(({ line }) => !ELSEWHERE.has(line))
          .map(({ line, values, source, otherwise }) => (
            <div key={line}>
              <dt>{t(`timeline.person.${line}`)}</dt>
              <dd>
                {linesOf(values)[line]}
                <span className="sec">
                  {source}
                  {otherwise > 0 && ` · ${t("timeline.otherwise", { n: otherwise })}`}
                </span>
              </dd>
            </div>
          ))}
      </dl>
      {several && (
        <details className="as-each">
          <summary>{t("timeline.known-as")}</summary>
          <ul className="known-as">
            {knownAs.map(({ source, told, values }) => (
              <li key={`${source} ${told}`}>
                <p>
                  <b className="strong">{source}</b> <span className="sec">{told}</span>
                </p>
                <dl>
                  {(Object.entries(linesOf(values)) as [PersonLine, string][]).map(([name, value]) => (
                    <div key={name}>
                      <dt>{t(`timeline.person.${name}`)}</dt>
                      <dd>{value}</dd>
                    </div>
                  ))}
                </dl>
              </li>
            ))}
          </ul>
        </details>
      )}
    </Card>
  );
}
