import type { Timeline } from "../api-types.ts";
import { t } from "../messages/text.ts";
import { Card } from "../ui/page.tsx";
import { linesOf, type PersonLine } from "./person-lines.ts";

type KnownAs = Timeline["knownAs"][number];

/** Who somebody is, as each source says: what differs is theirs to settle, nothing is smoothed over here. */
export function KnownAsCard({ knownAs }: { knownAs: readonly KnownAs[] }) {
  return (
    <Card id="known-as" title={t("timeline.known-as")}>
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
    </Card>
  );
}
