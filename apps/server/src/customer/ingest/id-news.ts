import type { EventRow } from "./event-row.ts";

/** Pairs that were told and are remembered; beyond it one counts as new once more, which costs a look and changes nothing. */
const REMEMBERED = 50_000;

/** Whether events said something of who is whom since it was asked last: most only say again which device a user has. */
export interface IdNews {
  note(row: EventRow): void;
  take(): boolean;
}

export function createIdNews(most: number = REMEMBERED): IdNews {
  const told = new Set<string>();
  let isNew = false;
  return {
    note({ kind, stream, customer, respondent, person }) {
      if (person !== null) isNew = true;
      if (respondent === null || (stream === "identities" && kind === "group")) return;
      const pair = `${customer}\u0000${respondent}`;
      if (told.has(pair)) return;
      if (told.size >= most) told.clear();
      told.add(pair);
      isNew = true;
    },
    take() {
      const was = isNew;
      isNew = false;
      return was;
    },
  };
}
