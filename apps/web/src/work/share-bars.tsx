import { share } from "../ui/format.ts";

export type ShareBar = { id: string; label: string; share: number; beside: string };

/** Shares of one whole, each with its bar; the numbers stand beside, so that nothing hangs on colour or length alone. */
export function ShareBars({ label, rows }: { label: string; rows: readonly ShareBar[] }) {
  return (
    <ul className="share-bars" aria-label={label}>
      {rows.map((row) => (
        <li key={row.id}>
          <span>{row.label}</span>
          <span className="track" aria-hidden="true">
            <span style={{ inlineSize: `${100 * row.share}%` }} />
          </span>
          <b className="num strong">{share(row.share)}</b>
          <span className="num mut">{row.beside}</span>
        </li>
      ))}
    </ul>
  );
}
