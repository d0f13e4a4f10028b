import type { Polarity, Theme } from "./words/theme.ts";

/** What a text is about and how it is meant. */
export interface Said {
  readonly theme: Theme;
  readonly polarity: Polarity;
}

/** One answered question: `scale` is a place in `SCALES`, `stage` in `STAGES` (−1 for none). */
export interface Answer {
  readonly kind: string;
  readonly score: number;
  readonly scale: number;
  readonly stage: number;
}

export const SCALES = ["0-10", "1-5", "1-7"] as const;
export const TEN = 0;
export const FIVE = 1;
export const SEVEN = 2;

export const SURVEYS = ["install", "ticket", "relationship", "exit"] as const;
export const INSTALL_SURVEY = 0;
export const TICKET_SURVEY = 1;
export const RELATIONSHIP_SURVEY = 2;
export const EXIT_SURVEY = 3;

/** One answered survey of a person; minutes are local minutes of the record. The comment goes with the answer at `commentAt`. */
export interface Answered {
  readonly ordinal: number;
  readonly survey: number;
  readonly invited: number;
  readonly minute: number;
  readonly channel: number;
  readonly unit: number;
  readonly caseId: string | null;
  readonly answers: readonly Answer[];
  readonly commentAt: number;
  readonly comment: string | null;
  /** What the comment is about and how it is meant; truth, never emitted with it. */
  readonly said: Said | null;
  /** Extra columns: the ticket survey's 0–10 score, "solved?" and "were you asked for a high score?"; the exit survey's reason. */
  readonly rating: number;
  readonly solved: boolean | null;
  readonly begged: boolean | null;
  readonly reason: string | null;
}

/** A score of the model as a whole answer on 0–10. */
export function wholeScore(latent: number): number {
  return Math.max(0, Math.min(10, Math.round(latent)));
}

/** CSAT 1–5 of a 0–10 score. */
export function csatOf(score: number): number {
  return 1 + Math.round(score * 0.4);
}

/** CES 1–7 of a 0–10 score and a normal draw. */
export function cesOf(score: number, z: number): number {
  return 1 + Math.round(0.6 * Math.max(0, Math.min(10, score + 0.8 * z)));
}
