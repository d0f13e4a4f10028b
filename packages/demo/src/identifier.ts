interface Numbering {
  readonly prefix: string;
  readonly prime: number;
  readonly factor: number;
  readonly digits: number;
}

// Products of factor and serial stay below 2^53; the primes do not depend on the number of persons, so an id is the same at every scale.
const CUSTOMER: Numbering = { prefix: "C", prime: 9_999_991, factor: 6_180_339, digits: 7 };
const ORDER: Numbering = { prefix: "O-", prime: 99_999_989, factor: 41_421_357, digits: 8 };
const TICKET: Numbering = { prefix: "T-", prime: 99_999_989, factor: 61_803_399, digits: 8 };
const INVOICE: Numbering = { prefix: "R-", prime: 99_999_989, factor: 23_606_797, digits: 8 };
const CANCELLATION: Numbering = { prefix: "X-", prime: 99_999_989, factor: 30_277_563, digits: 8 };
const SESSION: Numbering = { prefix: "W-", prime: 99_999_989, factor: 57_721_567, digits: 8 };
const RESPONSE: Numbering = { prefix: "S-", prime: 99_999_989, factor: 14_142_136, digits: 8 };
const EVENT: Numbering = { prefix: "E-", prime: 2_147_483_647, factor: 1_618_033, digits: 10 };

const EVENTS_A_PERSON = 1024;
const SESSION_EVENTS_FROM = 1008;
const TICKETS_A_PERSON = 128;

function identifier(numbering: Numbering, serial: number): string {
  const scrambled = ((serial + 1) * numbering.factor) % numbering.prime;
  return numbering.prefix + String(scrambled).padStart(numbering.digits, "0");
}

/** CRM id of the person with this index: `C` and seven digits. */
export function customerId(person: number): string {
  return identifier(CUSTOMER, person);
}

export function orderId(person: number): string {
  return identifier(ORDER, person);
}

export function ticketId(person: number, ordinal: number): string {
  return identifier(TICKET, person * TICKETS_A_PERSON + ordinal);
}

export function invoiceId(person: number, month: number): string {
  return identifier(INVOICE, person * 32 + month);
}

export function cancellationId(person: number, ordinal: number): string {
  return identifier(CANCELLATION, person * 8 + ordinal);
}

export function sessionId(session: number): string {
  return identifier(SESSION, session);
}

export function responseId(person: number, ordinal: number): string {
  return identifier(RESPONSE, person * TICKETS_A_PERSON + ordinal);
}

/** Id of a person's n-th event in order of time. */
export function eventId(person: number, ordinal: number): string {
  if (ordinal >= SESSION_EVENTS_FROM) throw new RangeError(`person ${person} has more than ${SESSION_EVENTS_FROM} events`);
  return identifier(EVENT, person * EVENTS_A_PERSON + ordinal);
}

/** Id of the n-th event of the two anonymous sessions that follow a person's rows. */
export function sessionEventId(person: number, ordinal: number): string {
  return identifier(EVENT, person * EVENTS_A_PERSON + SESSION_EVENTS_FROM + ordinal);
}
