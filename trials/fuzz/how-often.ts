import type { Described } from "./read-description.ts";

/** Weights of drawing an operation as described, and with something broken. */
export interface HowOften {
  readonly fitting: number;
  readonly hostile: number;
}

/**
 * What an answer costs is the only reason to ask for it less: a read of everything costs the server a hundred times a refusal. With
 * these a request costs about a millisecond, and in a million requests the dearest operation is still asked a thousand times.
 */
const DEAREST: HowOften = { fitting: 1, hostile: 2 };
const DEAR: HowOften = { fitting: 2, hostile: 6 };
const READ: HowOften = { fitting: 4, hostile: 10 };
/** Looked up before it is refused. */
const TAKEN_AWAY: HowOften = { fitting: 2, hostile: 20 };
/** A broken event is an answer too, and is kept. */
const EVENTS: HowOften = { fitting: 2, hostile: 15 };
const WRITE: HowOften = { fitting: 2, hostile: 80 };
const BY_NAME: Readonly<Record<string, HowOften>> = {
  "demo.load": { fitting: 0.02, hostile: 0.1 },
  "demo.clear": { fitting: 0.02, hostile: 0.1 },
  "access.verifyAudit": { fitting: 0.1, hostile: 0.2 },
  "journey.getMap": DEAREST,
  "journey.getModel": DEAREST,
  "gap.getBoard": DEAREST,
  "gap.getEvidence": { fitting: 1, hostile: 12 },
  "company.getCompany": DEAR,
  "customer.listSources": DEAR,
  "customer.listCustomers": DEAR,
  "demo.getState": DEAR,
  "access.listMembers": DEAR,
  "access.listAudit": DEAR,
  "customer.getTimeline": { fitting: 4, hostile: 20 },
  "customer.getImport": { fitting: 4, hostile: 40 },
  "customer.getRefusedRows": { fitting: 4, hostile: 40 },
  "accountability.createAction": { fitting: 2, hostile: 40 },
};

export function howOften({ id, method, permission }: Described): HowOften {
  const usual = method === "GET" ? READ : method === "DELETE" ? TAKEN_AWAY : permission === "ingest:write" ? EVENTS : WRITE;
  const { fitting, hostile } = BY_NAME[id] ?? usual;
  return { fitting: Math.round(fitting * SCALE), hostile: Math.round(hostile * SCALE) }; // fast-check takes whole weights
}
const SCALE = 50;
