import type { IdentityPair } from "../api-types.ts";
import { t } from "../messages/text.ts";
import { number } from "../ui/format.ts";
import { besides, compare } from "./person-lines.ts";
import "./identity.css";

/** Evidence beyond this many bits draws no longer bar: it is a thousand times likelier either way. */
const FULL = 10;

/** Two records beside each other, and what each line says about their being one person. */
export function PairEvidence({ pair, caption }: { pair: IdentityPair; caption: string }) {
  const sides = [pair.a, pair.b] as const;
  return (
    <section className="two-records" aria-label={caption}>
      <div className="line heads">
        <span className="name" />
        {sides.map(({ source, told }) => (
          <p key={`${source} ${told}`}>
            <b className="strong">{source}</b> <span className="sec">{told}</span>
          </p>
        ))}
        <p className="sm mut">{t("identity.bits")}</p>
      </div>
      <dl>
        {compare(pair).map(({ line, a, b, agreement, bits }) => (
          <div className={`line ${agreement}`} key={line}>
            <dt className="name">{t(`timeline.person.${line}`)}</dt>
            {[a, b].map((value, at) => (
              <dd key={at === 0 ? "a" : "b"}>
                <span className="sr">{sides[at]?.source}: </span>
                {value ?? <span className="mut">–</span>}
              </dd>
            ))}
            <dd className="weight">
              <span className="sec">{t(`identity.agreement.${agreement}`)}</span>
              {agreement !== "one-sided" && <Bits bits={bits} />}
            </dd>
          </div>
        ))}
        {besides(pair).map(({ what, bits }) => (
          <Beside key={what} name={t(`identity.${what}`)} bits={bits} />
        ))}
        <div className="line beside total">
          <dt className="strong">{t("identity.probability", { share: chance(pair.probability) })}</dt>
          <dd className="weight">
            <Bits bits={pair.bits} />
          </dd>
        </div>
      </dl>
    </section>
  );
}

function Beside({ name, bits }: { name: string; bits: number }) {
  return (
    <div className="line beside">
      <dt className="sec">{name}</dt>
      <dd className="weight">
        <Bits bits={bits} />
      </dd>
    </div>
  );
}

/** A number and a bar from the middle: to the end for one person, to the start for two. */
function Bits({ bits }: { bits: number }) {
  const length = Math.min(1, Math.abs(bits) / FULL) * 50;
  return (
    <span className="bits">
      {number(bits, { signDisplay: "exceptZero", minimumFractionDigits: 1, maximumFractionDigits: 1 })}
      <svg viewBox="0 0 100 8" aria-hidden="true" preserveAspectRatio="none">
        <rect className="axis" x="49.5" y="0" width="1" height="8" />
        <rect x={bits < 0 ? 50 - length : 50} y="2" width={length} height="4" />
      </svg>
    </span>
  );
}

/** Never nought and never certain: evidence adds up, and ends nowhere. */
function chance(probability: number): string {
  const within = Math.min(0.999, Math.max(0.001, probability));
  return number(within, { style: "percent", maximumFractionDigits: within > 0.99 || within < 0.01 ? 1 : 0 });
}
