import type { CSSProperties } from "react";
import type { Cell, Figure } from "../api-types.ts";
import { t } from "../messages/text.ts";
import { interval, points } from "./format.ts";
import { onScale, span, valueSides, type Side } from "./gap-bar-geometry.ts";

/** The signature mark: two dots with their intervals on one 0–100 scale, and the band between them. */
export function GapBar({ cell, references }: { cell: Cell; references: readonly number[] }) {
  const company = cell.sides.believed?.value ?? null;
  const customer = cell.sides.experienced?.value ?? null;
  const frontLine = cell.frontLine?.value ?? null;
  const sides = company === null || customer === null ? null : valueSides(company, customer);
  return (
    <div className="gapbar" role="img" aria-label={gapSentence(cell)}>
      {references.map((value) => (
        <i key={value} className="ref" style={at(value)} />
      ))}
      <i className="track" />
      {company !== null && customer !== null && cell.state !== "no-gap" && (
        <i className={cell.state === "gap" ? "band" : "band unknown"} style={between(company, customer)} />
      )}
      <Whisker figure={cell.sides.believed} side="co" />
      <Whisker figure={cell.sides.experienced} side="cu" />
      {frontLine !== null && <i className="m fl" style={at(frontLine)} />}
      {company !== null && <i className="m co" style={at(company)} />}
      {customer !== null && <i className="m cu" style={at(customer)} />}
      {company !== null && (
        <span className={`v co${pushed(sides?.company)}`} style={at(company)}>
          {points(company)}
        </span>
      )}
      {customer !== null && (
        <span className={`v cu${pushed(sides?.customer)}`} style={at(customer)}>
          {points(customer)}
        </span>
      )}
    </div>
  );
}

export function gapSentence(cell: Cell): string {
  const distance = cell.gaps.belief;
  return t("gapbar.sentence", {
    company: cell.sides.believed?.value == null ? t("figure.unknown") : points(cell.sides.believed.value),
    customer: cell.sides.experienced?.value == null ? t("figure.unknown") : points(cell.sides.experienced.value),
    distance: distance?.value == null ? t("figure.unknown") : points(distance.value),
    interval: distance?.interval == null ? t("figure.unknown") : interval(distance.interval),
    state: t(`state.${cell.state}`),
  });
}

export function at(value: number): CSSProperties {
  return { "--v": onScale(value) } as CSSProperties;
}

export function between(one: number, other: number): CSSProperties {
  const { low, high } = span(one, other);
  return { "--a": low, "--b": high } as CSSProperties;
}

function Whisker({ figure, side }: { figure: Figure | null; side: "co" | "cu" }) {
  if (figure?.value == null || figure.interval === null) return null;
  return <i className={`wh ${side}`} style={between(figure.interval[0], figure.interval[1])} />;
}

function pushed(side: Side | undefined): string {
  return side === "left" ? " l" : side === "right" ? " r" : "";
}
