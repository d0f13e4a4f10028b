import { below, type Draws, open, uniform } from "./draw.ts";
import { contractId, type RecordSystem, recordId } from "./identifier.ts";
import { type Address, type Identity, identityOf } from "./identity.ts";
import type { Life } from "./life.ts";
import { SCOPE } from "./scope.ts";

const DAY = 86_400_000;
const POISON_MAIL = "info@harbourline.example";
const POISON_PHONE = "000000000";
const PARTNER = 3;

export const RECORD_SYSTEMS: readonly RecordSystem[] = ["shop", "crm", "field", "desk", "billing"];

/** How often something stands in a record: mail, phone and contract, first in a first record, then in a second one. */
interface Kept {
  readonly share: number;
  readonly first: readonly [number, number, number];
  readonly second: readonly [number, number, number];
  readonly mistypedMail: number;
  readonly mistypedPhone: number;
}

const KEPT: Readonly<Record<RecordSystem, Kept>> = {
  shop: { share: 0.085, first: [0.97, 0.85, 0.55], second: [0.97, 0.85, 0.55], mistypedMail: 0.02, mistypedPhone: 0.015 },
  crm: { share: 0.04, first: [0.93, 0.9, 0.9], second: [0.8, 0.75, 0.25], mistypedMail: 0.025, mistypedPhone: 0.02 },
  field: { share: 0, first: [0, 0.93, 0.72], second: [0, 0, 0], mistypedMail: 0, mistypedPhone: 0.03 },
  desk: { share: 0.11, first: [0.62, 0.66, 0.35], second: [0.75, 0.4, 0.1], mistypedMail: 0.02, mistypedPhone: 0.02 },
  billing: { share: 0.018, first: [0.88, 0.7, 1], second: [0.7, 0.6, 0], mistypedMail: 0.015, mistypedPhone: 0.015 },
};
const PARTNER_MAIL = 0.55;
const OTHER_MAILBOX = 0.4;
const SHOP_OF_BASE = 0.35;
const FIELD_OF_BASE = 0.4;
const POISONED_MAIL = 0.004;
const POISONED_PHONE = 0.012;
const NICKNAMED = 0.06;
const MISSPELT = 0.025;
const NAMES_SWAPPED = 0.01;

/** What one system knows about one person. Only `person` is the truth; everything else is as the system has it. */
export interface IdentityRecord {
  readonly system: RecordSystem;
  readonly id: string;
  readonly person: number;
  readonly second: boolean;
  readonly given: string;
  readonly family: string;
  readonly birth: string | null;
  readonly mail: string | null;
  /** Nine digits, however the system writes them. */
  readonly phone: string | null;
  readonly contract: string | null;
  readonly address: Address;
}

/** All records of the person that `life` is busy with, in the order of `RECORD_SYSTEMS`. */
export function recordsOf(life: Life, draws: Draws): IdentityRecord[] {
  const { person, settings, calendar } = life;
  const identity = identityOf(person, { settings, calendar, draws });
  const records: IdentityRecord[] = [];
  for (const [place, system] of RECORD_SYSTEMS.entries()) {
    open(draws, settings.seed, SCOPE.record, person.index, place);
    if (!isKnown(life, system, uniform(draws))) continue;
    // The shop makes second accounts when somebody orders as a guest.
    const hasSecond = uniform(draws) < KEPT[system].share && !(system === "shop" && person.base);
    records.push(recordOf(life, identity, { system, second: false }, draws));
    if (!hasSecond) continue;
    open(draws, settings.seed, SCOPE.record, person.index, place + RECORD_SYSTEMS.length);
    records.push(recordOf(life, identity, { system, second: true }, draws));
  }
  return records;
}

function isKnown({ person, terms, tickets }: Life, system: RecordSystem, u: number): boolean {
  switch (system) {
    case "shop":
      return !person.base || u < SHOP_OF_BASE;
    case "crm":
      return true;
    case "field":
      return person.base ? u < FIELD_OF_BASE : terms.length > 0;
    case "desk":
      return tickets > 0;
    case "billing":
      return terms.length > 0;
  }
}

function recordOf(life: Life, identity: Identity, which: { system: RecordSystem; second: boolean }, draws: Draws): IdentityRecord {
  const { person, terms, calendar } = life;
  const { system, second } = which;
  const kept = KEPT[system];
  const [mailShare, phoneShare, contractShare] = second ? kept.second : kept.first;
  const sold = system === "shop" && person.orderChannel === PARTNER && !person.base;
  const hasMail = uniform(draws) < (sold ? PARTNER_MAIL : mailShare);
  const hasPhone = uniform(draws) < phoneShare;
  const hasContract = uniform(draws) < contractShare;
  const other = uniform(draws) < OTHER_MAILBOX;
  const mistypedMail = uniform(draws) < kept.mistypedMail;
  const mistypedPhone = uniform(draws) < kept.mistypedPhone;
  const poisoned = uniform(draws);
  const nicknamed = uniform(draws) < NICKNAMED;
  const misspelt = uniform(draws) < MISSPELT;
  const swapped = uniform(draws) < NAMES_SWAPPED;
  const mail = other && identity.secondMail !== null ? identity.secondMail : identity.mail;
  const contract =
    terms.length === 0 ? null : contractId(person.index, 0, new Date(calendar.start + terms[0].contract.startDay * DAY).getUTCFullYear());
  const given = nicknamed ? identity.nickname : identity.given;
  const family = misspelt ? oneEdit(identity.family, draws) : identity.family;
  const moved = identity.before !== null && (system === "field" || system === "shop");
  return {
    system,
    id: recordId(system, person.index, second),
    person: person.index,
    second,
    given: swapped ? family : given,
    family: swapped ? given : family,
    birth: system === "crm" ? identity.birth : null,
    mail: system === "crm" && poisoned < POISONED_MAIL ? POISON_MAIL : hasMail ? (mistypedMail ? oneEdit(mail, draws) : mail) : null,
    phone:
      system === "field" && poisoned < POISONED_PHONE
        ? POISON_PHONE
        : hasPhone
          ? mistypedPhone
            ? oneDigit(identity.phone, draws)
            : identity.phone
          : null,
    contract: hasContract ? contract : null,
    address: moved && identity.before !== null ? identity.before : identity.address,
  };
}

/** One letter left out or two exchanged, never the first one and never behind an @. */
function oneEdit(text: string, draws: Draws): string {
  const end = text.includes("@") ? text.indexOf("@") : text.length;
  const at = 1 + below(draws, Math.max(1, end - 2));
  if (uniform(draws) < 0.5 || text.charAt(at) === text.charAt(at + 1) || at + 1 >= end) return text.slice(0, at) + text.slice(at + 1);
  return text.slice(0, at) + text.charAt(at + 1) + text.charAt(at) + text.slice(at + 2);
}

function oneDigit(digits: string, draws: Draws): string {
  const at = below(draws, digits.length);
  return digits.slice(0, at) + String((Number(digits.charAt(at)) + 1 + below(draws, 9)) % 10) + digits.slice(at + 1);
}
