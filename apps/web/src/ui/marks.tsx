/** The small drawn marks of the design: always beside a word, so they are hidden from assistive technology. */
type Drawn = { size?: number };

export function BrandMark() {
  return (
    <svg width="26" height="18" viewBox="0 0 26 18" aria-hidden="true">
      <path d="M5 9h16" stroke="var(--cs-line-strong)" strokeWidth="2" />
      <circle cx="5" cy="9" r="4.5" fill="var(--cs-company)" />
      <path d="M21 3.6 26.4 9 21 14.4 15.6 9z" fill="var(--cs-customer)" />
    </svg>
  );
}

export function GapMark() {
  return small("M1.5 2v8M10.5 2v8M3.5 6h5", 1.6);
}
export function NoGapMark() {
  return small("M2 4.4h8M2 7.6h8", 1.5);
}
export function DoneMark() {
  return small("M2 6.4 4.8 9.2 10.2 3", 1.8);
}
export function CloseMark() {
  return small("M2.5 2.5l7 7M9.5 2.5l-7 7", 1.5);
}

export function UnknownMark() {
  return (
    <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
      <circle cx="6" cy="6" r="4.4" stroke="currentColor" strokeWidth="1.4" strokeDasharray="2 1.7" fill="none" />
    </svg>
  );
}

export function ClockMark() {
  return (
    <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
      <circle cx="6" cy="6" r="4.8" fill="none" stroke="currentColor" strokeWidth="1.3" />
      <path d="M6 3.2V6l2 1.4" fill="none" stroke="currentColor" strokeWidth="1.3" />
    </svg>
  );
}

export function RiskMark() {
  return (
    <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
      <path d="M6 1.4 11.4 10.8H.6z" fill="currentColor" />
    </svg>
  );
}

export function OwnMark() {
  return (
    <svg width="13" height="13" viewBox="0 0 13 13" aria-hidden="true">
      <circle cx="5.5" cy="4" r="2.4" fill="none" stroke="currentColor" strokeWidth="1.3" />
      <path d="M1.2 11.4c.4-2.6 2-3.8 4.3-3.8 1.3 0 2.3.4 3 1.1M10.4 7.6v4M8.4 9.6h4" fill="none" stroke="currentColor" strokeWidth="1.3" />
    </svg>
  );
}

export function FindMark() {
  return (
    <svg width="13" height="13" viewBox="0 0 13 13" aria-hidden="true">
      <circle cx="5.5" cy="5.5" r="3.8" fill="none" stroke="currentColor" strokeWidth="1.4" />
      <path d="m8.4 8.4 3.4 3.4" stroke="currentColor" strokeWidth="1.4" />
    </svg>
  );
}

export function AgainMark({ size = 11 }: Drawn) {
  return (
    <svg width={size} height={size} viewBox="0 0 12 12" aria-hidden="true">
      <path d="M10 6a4 4 0 1 1-1.3-3M9.2.8v2.6H6.6" fill="none" stroke="currentColor" strokeWidth="1.4" />
    </svg>
  );
}

export function IntervalMark() {
  return (
    <svg width="26" height="12" aria-hidden="true">
      <path d="M1 1v10M25 1v10M1 6h24" stroke="var(--cs-ink-3)" strokeWidth="1.5" />
    </svg>
  );
}

export function BandMark() {
  return (
    <svg width="26" height="11" aria-hidden="true">
      <rect width="26" height="11" fill="var(--cs-band)" />
    </svg>
  );
}

export function ReferenceMark() {
  return (
    <svg width="3" height="14" aria-hidden="true">
      <path d="M1.5 0v14" stroke="var(--cs-control)" strokeDasharray="3 2" />
    </svg>
  );
}

function small(path: string, width: number) {
  return (
    <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
      <path d={path} stroke="currentColor" strokeWidth={width} fill="none" />
    </svg>
  );
}
