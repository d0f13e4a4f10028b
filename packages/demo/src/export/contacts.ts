import { open, uniform } from "../draw.ts";
import type { IdentityRecord } from "../identity-record.ts";
import { plainLetters } from "../identity.ts";
import type { Person } from "../person.ts";
import { SCOPE } from "../scope.ts";
import { LANGUAGES, REGIONS, SEGMENTS } from "../segment.ts";
import { line, noRows, type Recorded, type Writer } from "./writer.ts";

const CAPITALS = 0.08;
const ACCENTS_LOST = 0.15;
const IN_ONE_FIELD = 0.06;
const NO_BIRTH = 0.22;
const BIRTH_SWAPPED = 0.015;
const DAY = 86_400_000;
const HEAD =
  "contact_id,given_name,family_name,birth_date,email,phone,street,postcode,city,language,segment,region,cabinet,contract,customer_since";

/** The contacts of the CRM, as years of typing left them: names in capitals or without accents or in one field, birthdays missing or turned round. */
export function contactsWriter(): Writer {
  const count = noRows();
  return {
    file: "crm_contacts.csv",
    encoding: "utf-8",
    count,
    head: () => `${HEAD}\n`,
    lines: ({ life, records, draws }: Recorded) => {
      const { person, calendar, settings } = life;
      const since = person.base ? -person.daysBefore : person.orderDay;
      let text = "";
      for (const record of records) {
        if (record.system !== "crm") continue;
        open(draws, settings.seed, SCOPE.exported, person.index, record.second ? 3 : 2);
        const typed = [uniform(draws), uniform(draws), uniform(draws), uniform(draws), uniform(draws)];
        count.clean += 1;
        text += line(
          [
            record.id,
            ...namesOf(record, typed),
            birthOf(record, typed),
            record.mail,
            record.phone === null ? null : `+999 ${record.phone.slice(0, 3)} ${record.phone.slice(3, 6)} ${record.phone.slice(6)}`,
            record.address.street,
            record.address.postcode,
            record.address.town,
            LANGUAGES[person.language],
            segmentOf(person),
            REGIONS[person.region],
            String(person.cabinet),
            record.contract,
            new Date(calendar.start + Math.floor(since) * DAY).toISOString().slice(0, 10),
          ],
          ",",
          "\n",
        );
      }
      return text;
    },
    tail: () => "",
  };
}

function segmentOf(person: Person): string {
  return SEGMENTS[person.segment];
}

function namesOf({ given, family }: IdentityRecord, [capitals, accents, oneField]: readonly number[]): readonly (string | null)[] {
  const plain = accents < ACCENTS_LOST;
  const first = plain ? plainLetters(given) : given;
  const spelt = plain ? plainLetters(family) : family;
  const last = capitals < CAPITALS ? spelt.toUpperCase() : spelt;
  return oneField < IN_ONE_FIELD ? [null, `${first}, ${last}`] : [first, last];
}

function birthOf({ birth }: IdentityRecord, typed: readonly number[]): string | null {
  if (birth === null || typed[3] < NO_BIRTH) return null;
  const [year, month, day] = birth.split("-");
  // Day and month turned round goes unnoticed only where both could be a month.
  return typed[4] < BIRTH_SWAPPED && Number(day) <= 12 ? `${year}-${day}-${month}` : birth;
}
