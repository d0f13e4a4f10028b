import type { Described } from "./read-description.ts";

/** Weights of drawing an operation as described, and with something broken. */
export interface HowOften {
  readonly fitting: number;
  readonly hostile: number;
}

/**
 * What an answer costs is the only reason to ask for it less. A refusal before any store is asked costs a quarter of a millisecond, a
 * look at the records two to four, a write eight, a read of everything up to eighty. With these weights a request costs a millisecond
 * or two, and in a million requests the dearest operation is still asked a thousand times.
 */
const DEAREST: HowOften = { fitting: 1, hostile: 2 };
const DEAR: HowOften = { fitting: 2, hostile: 4 };
const READ: HowOften = { fitting: 3, hostile: 6 };
/** Refused only after the records were asked. */
const LOOKED_UP: HowOften = { fitting: 2, hostile: 12 };
/** A broken event is an answer too, and is kept. */
const EVENTS: HowOften = { fitting: 2, hostile: 10 };
/** Much of what is broken in it goes through all the same. */
const LENIENT: HowOften = { fitting: 1, hostile: 25 };
const WRITE: HowOften = { fitting: 1, hostile: 60 };
const BY_NAME: Readonly<Record<string, HowOften>> = {
  "demo.load": { fitting: 0.02, hostile: 0.1 },
  "demo.clear": { fitting: 0.02, hostile: 0.1 },
  "access.verifyAudit": { fitting: 0.1, hostile: 0.2 },
  "journey.getMap": DEAREST,
  "journey.getModel": DEAREST,
  "gap.getBoard": DEAREST,
  "gap.getEvidence": { fitting: 1, hostile: 8 },
  "company.getCompany": DEAR,
  "customer.listSources": DEAR,
  "customer.listCustomers": DEAR,
  "demo.getState": DEAR,
  "access.listMembers": DEAR,
  "access.listAudit": DEAR,
  "customer.getTimeline": LOOKED_UP,
  "customer.getImport": LOOKED_UP,
  "customer.getRefusedRows": LOOKED_UP,
  "customer.withdrawImport": LOOKED_UP,
  "access.changeMember": LENIENT,
  "access.createKey": LENIENT,
  "access.inviteMember": LENIENT,
  "company.importList": LENIENT,
  "company.putEntry": LENIENT,
  "company.updateSettings": LENIENT,
  "customer.upload": LENIENT,
  "customer.replayDeadLetters": LENIENT,
  "customer.discardDeadLetters": LENIENT,
  "accountability.createAction": { fitting: 1, hostile: 40 },
};

export function howOften({ id, method, permission }: Described): HowOften {
  const usual = method === "GET" ? READ : method === "DELETE" ? LOOKED_UP : permission === "ingest:write" ? EVENTS : WRITE;
  const { fitting, hostile } = BY_NAME[id] ?? usual;
  return { fitting: Math.round(fitting * SCALE), hostile: Math.round(hostile * SCALE) }; // fast-check takes whole weights
}
const SCALE = 50;
