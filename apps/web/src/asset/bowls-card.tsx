import { useRef } from "react";
import type { Statement } from "../api-types.ts";
import { t } from "../messages/text.ts";
import { ExportMenu } from "../ui/export-menu.tsx";
import { count, money } from "../ui/format.ts";
import { Card } from "../ui/page.tsx";

type Row = NonNullable<Statement["current"]>;

/** The bowl as a half ellipse, in units of the picture. */
const BOWL = { width: 260, height: 164, centre: 130, rim: 46, radius: 110, depth: 104 };
const STEP = 9.6;
const MOST_DOTS = 260;

/** Who came in and who went out: the same dots on the same scale, and the money beneath, where the two part. */
export function BowlsCard({ row, currency }: { row: Row; currency: string }) {
  const came = { n: row.new.n + row.returned.n, value: row.new.value + row.returned.value };
  const went = row.lost;
  const drawn = useRef<HTMLDivElement>(null);
  const perDot = dotSize(Math.max(came.n, went.n));
  const most = Math.max(came.value, went.value, 1);
  const places = [came.n, went.n].map((n) => dotPlaces(Math.round(n / perDot)));
  // What is not heaped above the rim needs no sky.
  const top = Math.min(BOWL.rim - 8, ...places.flat().map(({ y }) => y - 6));
  const sentence = t("asset.bowls.sentence", {
    in: came.n,
    out: went.n,
    moneyIn: money(came.value, currency),
    moneyOut: money(went.value, currency),
  });
  return (
    <Card
      id="bowls"
      title={t("asset.bowls")}
      beside={<span className="sm mut">{t("asset.bowls.dot", { n: perDot })}</span>}
      tools={<ExportMenu name={t("asset.bowls")} chart={drawn} />}
    >
      <div className="body" ref={drawn}>
        <div className="bowls" role="img" aria-label={sentence}>
          <Bowl title={t("asset.bowls.in")} people={came.n} places={places[0] ?? []} top={top} filled />
          <Bowl title={t("asset.bowls.out")} people={went.n} places={places[1] ?? []} top={top} filled={false} />
          <p className="k">{t("asset.bowls.of-in", { new: row.new.n, returned: row.returned.n })}</p>
          <p className="k">{t("asset.bowls.of-out")}</p>
        </div>
        <div className="mb">
          <span>{t("asset.bowls.money-in")}</span>
          <i style={{ width: `${(100 * came.value) / most}%` }} />
          <b className="strong">{money(came.value, currency)}</b>
          <span>{t("asset.bowls.money-out")}</span>
          <i className="o" style={{ width: `${(100 * went.value) / most}%` }} />
          <b className="strong">{money(went.value, currency)}</b>
        </div>
      </div>
    </Card>
  );
}

type Place = { x: number; y: number };

function Bowl({
  title,
  people,
  places,
  top,
  filled,
}: {
  title: string;
  people: number;
  places: readonly Place[];
  top: number;
  filled: boolean;
}) {
  const { width, height, centre, rim, radius, depth } = BOWL;
  return (
    <div>
      <h3>{title}</h3>
      <svg viewBox={`0 ${top} ${width} ${height - top}`} width="100%" aria-hidden="true">
        {places.map(({ x, y }) => (
          <circle key={`${x} ${y}`} cx={x} cy={y} r={3.3} className={filled ? "dot in" : "dot out"} />
        ))}
        <path
          className="bowl"
          d={`M${centre - radius} ${rim}A${radius} ${depth} 0 0 0 ${centre + radius} ${rim}M${centre - 22} ${height - 6}h44`}
        />
      </svg>
      <p className="k">
        <b className="strong">{count(people)}</b>
      </p>
    </div>
  );
}

/** Dots fill the bowl from its bottom, row by row, and heap above the rim when there are many. */
function dotPlaces(dots: number): Place[] {
  const { centre, rim, radius, depth } = BOWL;
  const places: Place[] = [];
  for (let y = rim + depth - 8; places.length < dots && y > 4; y -= 0.93 * STEP) {
    const down = (y - rim) / (depth - 4);
    const half = y >= rim ? (radius - 6) * Math.sqrt(Math.max(0, 1 - down * down)) : Math.max(0, radius - 6 - (rim - y) * 1.6);
    const wide = Math.max(1, Math.floor((2 * half) / STEP));
    const inRow = Math.min(wide, dots - places.length);
    for (let i = 0; i < inRow; i++) places.push({ x: centre + (i - (inRow - 1) / 2) * STEP, y });
  }
  return places;
}

/** How many people one dot stands for: a round number with which the fuller bowl holds them all. */
function dotSize(people: number): number {
  for (let size = 1; ; size *= 10) for (const times of [1, 2, 5]) if (people / (size * times) <= MOST_DOTS) return size * times;
}
