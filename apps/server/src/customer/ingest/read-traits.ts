import type { PersonalField } from "../../platform/events/contract.ts";
import { cleanText } from "./clean-text.ts";
import { isObject, type Properties } from "./columns.ts";
import { LIMITS } from "./limits.ts";

/** What traits say of who somebody is, by Segment's reserved names (Spec: Identify, traits) and the ways others write them. */
const FIELDS: Readonly<Record<string, PersonalField>> = {
  firstName: "given",
  first_name: "given",
  givenName: "given",
  lastName: "family",
  last_name: "family",
  familyName: "family",
  name: "name",
  fullName: "name",
  full_name: "name",
  email: "email",
  mail: "email",
  phone: "phone",
  telephone: "phone",
  mobile: "phone",
  birthday: "birth",
  address: "address",
  postalCode: "postcode",
  postcode: "postcode",
  zip: "postcode",
  city: "city",
  contract: "contract",
};
/** Within an address that is an object. */
const ADDRESS: Readonly<Record<string, PersonalField>> = {
  street: "address",
  postalCode: "postcode",
  postcode: "postcode",
  zip: "postcode",
  city: "city",
};

export type Person = Partial<Record<PersonalField, string>>;

/** Traits taken apart: who somebody is, which is kept apart from what happened, and all else they say. */
export function readTraits(traits: Properties): { person: Person | null; rest: Properties } {
  const person: Person = {};
  const rest: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(traits)) {
    const field = Object.hasOwn(FIELDS, name) ? FIELDS[name] : undefined;
    if (field === "address" && isObject(value)) {
      const left = take(value, ADDRESS, person);
      if (Object.keys(left).length > 0) rest[name] = left;
    } else if (field === undefined || !keep(person, field, value)) rest[name] = value;
  }
  return { person: Object.keys(person).length === 0 ? null : person, rest };
}

function take(values: Properties, fields: Readonly<Record<string, PersonalField>>, person: Person): Properties {
  const left = Object.entries(values).filter(([name, value]) => {
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    return field === undefined || !keep(person, field, value);
  });
  return Object.fromEntries(left);
}

/** False where it is no such thing, or one of its kind was there before. */
function keep(person: Person, field: PersonalField, value: unknown): boolean {
  const text = typeof value === "string" ? cleanText(value) : typeof value === "number" && field !== "birth" ? String(value) : null;
  if (text === null || text.length > LIMITS.personChars || person[field] !== undefined) return false;
  if (field !== "birth") {
    person[field] = text;
    return true;
  }
  const day = /^\d{4}-\d\d-\d\d(?=$|T)/.exec(text)?.[0];
  if (day === undefined || Number.isNaN(Date.parse(day))) return false;
  person.birth = day;
  return true;
}
