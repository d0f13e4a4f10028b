import type { Timeline } from "../api-types.ts";
import { t } from "../messages/text.ts";
import { calendarDay } from "../ui/format.ts";
import { Card } from "../ui/page.tsx";

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
              {linesOf(values).map(([name, value]) => (
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

type LineName = "name" | "email" | "phone" | "address" | "birth" | "contract";

/** A name and an address are one line each, however many columns the source has for them. */
function linesOf({ given, family, name, email, phone, birth, address, postcode, city, contract }: KnownAs["values"]) {
  const joined = (...parts: (string | undefined)[]) => parts.filter((part) => part !== undefined && part !== "").join(" ");
  const lines: [LineName, string | undefined][] = [
    ["name", joined(given, family) === "" ? name : joined(given, family)],
    ["email", email],
    ["phone", phone],
    ["address", [address ?? "", joined(postcode, city)].filter((part) => part !== "").join(", ")],
    ["birth", birth === undefined ? undefined : /^\d{4}-\d{2}-\d{2}$/.test(birth) ? calendarDay(birth) : birth],
    ["contract", contract],
  ];
  return lines.flatMap(([line, value]): [LineName, string][] => (value === undefined || value === "" ? [] : [[line, value]]));
}
