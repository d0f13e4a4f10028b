import type { ReactNode } from "react";
import { t, type MessageKey } from "../messages/text.ts";
import { ClockMark, DoneMark, GapMark, NoGapMark, RiskMark, UnknownMark } from "./marks.tsx";

/** A state is a shape and a word; colour comes third. This is the only place that draws one. */
const looks = {
  gap: { look: "gap", mark: <GapMark />, word: "state.gap" },
  "no-gap": { look: "nogap", mark: <NoGapMark />, word: "state.no-gap" },
  "not-known-yet": { look: "unknown", mark: <UnknownMark />, word: "state.not-known-yet" },
  hidden: { look: "unknown", mark: <UnknownMark />, word: "state.hidden" },
  open: { look: "nogap", mark: <ClockMark />, word: "state.open" },
  late: { look: "risk", mark: <RiskMark />, word: "state.late" },
  done: { look: "nogap", mark: <DoneMark />, word: "state.done" },
  dropped: { look: "unknown", mark: <UnknownMark />, word: "state.dropped" },
  failed: { look: "risk", mark: <RiskMark />, word: "state.failed" },
  reading: { look: "nogap", mark: <ClockMark />, word: "state.reading" },
  waiting: { look: "nogap", mark: <ClockMark />, word: "state.waiting" },
  withdrawing: { look: "unknown", mark: <UnknownMark />, word: "state.withdrawing" },
  withdrawn: { look: "unknown", mark: <UnknownMark />, word: "state.withdrawn" },
  "on-time": { look: "nogap", mark: <DoneMark />, word: "state.on-time" },
  "as-usual": { look: "nogap", mark: <DoneMark />, word: "state.as-usual" },
  less: { look: "risk", mark: <RiskMark />, word: "state.less" },
  more: { look: "risk", mark: <RiskMark />, word: "state.more" },
  observe: { look: "nogap", mark: <ClockMark />, word: "tracking.mode.observe" },
  warn: { look: "nogap", mark: <DoneMark />, word: "tracking.mode.warn" },
  block: { look: "gap", mark: <DoneMark />, word: "tracking.mode.block" },
  working: { look: "nogap", mark: <DoneMark />, word: "state.working" },
  revoked: { look: "unknown", mark: <UnknownMark />, word: "state.revoked" },
  expired: { look: "unknown", mark: <ClockMark />, word: "state.expired" },
  imported: { look: "nogap", mark: <DoneMark />, word: "state.imported" },
} as const satisfies Record<string, { look: string; mark: ReactNode; word: MessageKey }>;

export type ChipState = keyof typeof looks;

export function StateChip({ state }: { state: ChipState }) {
  const { look, mark, word } = looks[state];
  return (
    <span className={`chip ${look}`}>
      {mark}
      {t(word)}
    </span>
  );
}
