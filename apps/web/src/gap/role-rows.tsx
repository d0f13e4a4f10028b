import type { Evidence, Figure } from "../api-types.ts";
import { isKey, t } from "../messages/text.ts";
import { FigureValue } from "../ui/figure-value.tsx";
import { count, points } from "../ui/format.ts";
import { at, between } from "../ui/gap-bar.tsx";

/** What each role inside believes, over what customers say, on one scale. */
export function RoleRows({ evidence }: { evidence: Evidence }) {
  const experienced = evidence.cell.sides.experienced;
  return (
    <ul className="roles">
      {evidence.believed.map(({ role, figure }) => (
        <RoleRow key={role} name={nameOf(role)} figure={figure} side="co" />
      ))}
      {experienced !== null && <RoleRow name={t("role.customers")} figure={experienced} side="cu" />}
    </ul>
  );
}

function RoleRow({ name, figure, side }: { name: string; figure: Figure; side: "co" | "cu" }) {
  return (
    <li>
      <span className="sec">{name}</span>
      <span className={`rule ${side}`} aria-hidden="true">
        {figure.interval !== null && <i style={between(figure.interval[0], figure.interval[1])} />}
        {figure.value !== null && <span className={`m ${side}`} style={at(figure.value)} />}
      </span>
      <b className="strong num">
        <FigureValue figure={figure} label={name} unknown="–">
          {points(figure.value)}
        </FigureValue>
      </b>
      <span className="xs mut num">{t("role.n", { n: count(figure.n) })}</span>
    </li>
  );
}

function nameOf(role: string): string {
  const key = `role.${role.replace(" ", "_")}`;
  return isKey(key) ? t(key) : role;
}
