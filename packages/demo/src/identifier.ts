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

const CONTRACT: Numbering = { prefix: "", prime: 9_999_991, factor: 3_819_660, digits: 7 };
const ACCOUNT: Numbering = { prefix: "", prime: 999_999_937, factor: 7_071_067, digits: 9 };

const MAIL: Numbering = { prefix: "", prime: 9_999_991, factor: 2_718_281, digits: 7 };
const PHONE: Numbering = { prefix: "", prime: 999_999_937, factor: 5_772_156, digits: 9 };
const SHOP: Numbering = { prefix: "SH-", prime: 9_999_991, factor: 1_414_213, digits: 7 };
const FIELD: Numbering = { prefix: "FS-", prime: 9_999_991, factor: 4_669_201, digits: 7 };
const DESK: Numbering = { prefix: "u_", prime: 2_147_483_647, factor: 1_324_717, digits: 8 };
const POST: Numbering = { prefix: "V-", prime: 99_999_989, factor: 17_320_508, digits: 8 };
const JOB: Numbering = { prefix: "J-", prime: 99_999_989, factor: 26_457_513, digits: 8 };

/** Second records of a person are numbered from here; more persons than this nobody generates. */
const SECOND = 4_000_000;
const CONTRACTS_A_PERSON = 8;
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

/** Contract number `HL-YY-` and seven digits; `year` in full, `ordinal` counts the person's contracts. */
export function contractId(person: number, ordinal: number, year: number): string {
  return `HL-${String(year % 100).padStart(2, "0")}-${identifier(CONTRACT, person * CONTRACTS_A_PERSON + ordinal)}`;
}

/** Account in billing: nine digits and a check digit (Luhn), leading zeros kept. */
export function accountId(person: number): string {
  const digits = identifier(ACCOUNT, person);
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = digits.charCodeAt(i) - 48;
    const weighed = i % 2 === 0 ? 2 * digit : digit;
    sum += weighed > 9 ? weighed - 9 : weighed;
  }
  return digits + String((10 - (sum % 10)) % 10);
}

/** Number that makes a mailbox of a person one of its kind. */
export function mailNumber(person: number, mailbox: number): string {
  return Number(identifier(MAIL, person * 2 + mailbox)).toString(36);
}

/** Nine digits of a phone that nobody has. */
export function phoneDigits(person: number): string {
  return identifier(PHONE, person);
}

export type RecordSystem = "shop" | "crm" | "field" | "desk" | "billing";

/** A system's own number of a person; `second` is the number of the record that should not be there. */
export function recordId(system: RecordSystem, person: number, second: boolean): string {
  const serial = second ? SECOND + person : person;
  switch (system) {
    case "shop":
      return (
        SHOP.prefix +
        Number(identifier({ ...SHOP, prefix: "" }, serial))
          .toString(36)
          .toUpperCase()
          .padStart(7, "0")
      );
    case "crm":
      return identifier(CUSTOMER, serial);
    case "field": {
      const digits = identifier({ ...FIELD, prefix: "" }, serial);
      return `${FIELD.prefix}${digits.slice(0, 5)}-${digits.slice(5)}`;
    }
    case "desk":
      return (
        DESK.prefix +
        Number(identifier({ ...DESK, prefix: "" }, serial))
          .toString(16)
          .padStart(8, "0")
      );
    case "billing":
      return accountId(serial);
  }
}

export function postId(person: number): string {
  return identifier(POST, person);
}

export function jobId(person: number): string {
  return identifier(JOB, person);
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
