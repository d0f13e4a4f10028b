import type { ReactNode } from "react";
import { t } from "../messages/text.ts";
import { RiskMark, UnknownMark } from "../ui/marks.tsx";
import type { Change, Voice } from "./show.ts";

const looks: Record<Change["verdict"], { look: string; mark: ReactNode }> = {
  // Better is no victory: green is kept for what was closed and verified.
  up: { look: "gap", mark: <RiseMark /> },
  down: { look: "risk", mark: <RiskMark /> },
  "no-clear-change": { look: "nogap", mark: <WaveMark /> },
  "not-known-yet": { look: "unknown", mark: <UnknownMark /> },
};

/** What became of a score since the window before: a shape and a word. */
export function ChangeChip({ change, rolling }: { change: Change | null; rolling: Voice["rolling"] }) {
  const verdict = change?.verdict ?? "not-known-yet";
  const { look, mark } = looks[verdict];
  return (
    <span className={`chip ${look}`}>
      {mark}
      {t(`voice.change.${verdict}.${rolling}`)}
    </span>
  );
}

function WaveMark() {
  return (
    <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
      <path d="M1.2 7.2C2.6 4 4.4 4 6 6s3.4 2 4.8-1.2" stroke="currentColor" strokeWidth="1.5" fill="none" />
    </svg>
  );
}

function RiseMark() {
  return (
    <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
      <path d="M2 9.5 9.5 2M4.5 2h5v5" stroke="currentColor" strokeWidth="1.5" fill="none" />
    </svg>
  );
}
