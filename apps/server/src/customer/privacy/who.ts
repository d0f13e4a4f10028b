import { isTelling } from "../../platform/erasures/marks.ts";
import { tokenOf } from "../../platform/erasures/token.ts";
import type { Events } from "../../platform/events/client.ts";
import type { PersonRecord } from "../../platform/events/contract.ts";

/** A person, as every store may name them. */
export interface Who {
  /** Whom all their names stand for. */
  readonly customer: string;
  /** Everything sources call them, the customer's own name first. */
  readonly names: readonly string[];
  /** Values that mean them and nobody else wherever they stand. */
  readonly marks: readonly string[];
  readonly emails: readonly string[];
  readonly phones: readonly string[];
  /** Values of theirs that others have too: these are left to the others. */
  readonly shared: number;
}

type Asked = Pick<Events, "links" | "distinct" | "people" | "scan">;

/** Everything that stands for the customer whom one of these names stands for. */
export async function whoIs(events: Asked, world: string, asked: readonly string[]): Promise<Who> {
  const all = await events.links({ world });
  // A device that others have had is no name of theirs; the rows of their turn with it are.
  const passedOn = new Set(all.flatMap(([name, , since]) => (since === undefined ? [] : [name])));
  const links = all.flatMap(([name, customer]) => (passedOn.has(name) ? [] : [[name, customer] as const]));
  const standsFor = new Map(links);
  const roots = new Set(asked.map((name) => standsFor.get(name) ?? name));
  const told = links.filter(([, customer]) => roots.has(customer)).map(([name]) => name);
  const inRows = (await events.distinct({ column: "told", filter: { world, customer: [...roots] }, use: "upkeep" })).values;
  const names = [...new Set([...roots, ...asked, ...told, ...inRows.filter((name) => !passedOn.has(name))])];
  const records = await events.people({ world, told: names, every: true });
  const values = [...records.map(valuesOf), ...(await valuesOfTraits(events, world, [...roots]))];
  const emails = unique([...values.flatMap((one) => one.emails), ...names.filter((name) => name.includes("@"))], (text) =>
    text.trim().toLowerCase(),
  );
  const phones = unique(
    values.flatMap((one) => one.phones),
    digits,
  );
  const wholes = unique(
    values.flatMap((one) => one.wholes),
    (text) => text.trim().toLowerCase(),
  );
  const others = await othersWith(events, world, { names, emails, phones, wholes });
  const own = <T extends string>(all: readonly T[], of: (text: string) => string) => all.filter((text) => !others.has(of(text)));
  const [ownEmails, ownPhones, ownWholes] = [own(emails, lower), own(phones, digits), own(wholes, lower)];
  const marks = [...names, ...ownEmails, ...ownPhones, ...values.flatMap((one) => one.numbers), ...ownWholes.flatMap(orders)];
  return {
    customer: names[0] ?? "",
    names,
    marks: [...new Set(marks.filter(isTelling))],
    emails: ownEmails,
    phones: ownPhones,
    shared: emails.length + phones.length + wholes.length - ownEmails.length - ownPhones.length - ownWholes.length,
  };
}

export function tokensOf(key: string, { names, emails, phones }: Pick<Who, "names" | "emails" | "phones">): string[] {
  const all = [
    ...names.map((name) => tokenOf(key, "name", name)),
    ...emails.map((email) => tokenOf(key, "email", email)),
    ...phones.map((phone) => tokenOf(key, "phone", phone)),
  ];
  return [...new Set(all.filter((token) => token !== null))];
}

interface Values {
  readonly emails: readonly string[];
  readonly phones: readonly string[];
  readonly numbers: readonly string[];
  /** Whole names, given name first. */
  readonly wholes: readonly string[];
}

const lower = (text: string) => text.trim().toLowerCase();
const digits = (text: string) => text.replaceAll(/\D/g, "");
const present = (...texts: (string | undefined)[]) => texts.filter((text) => text !== undefined && text.trim() !== "") as string[]; // the filter says so

function unique(texts: readonly string[], of: (text: string) => string): string[] {
  return [...new Map(texts.map((text) => [of(text), text])).values()];
}

/** "Ada Lovelace" is written "Lovelace, Ada" and "Lovelace Ada" too. */
function orders(whole: string): string[] {
  const [given, ...rest] = whole.trim().split(/\s+/);
  const family = rest.join(" ");
  return family === "" ? [whole] : [whole, `${family}, ${given}`, `${family} ${given}`];
}

function valuesOf({ values }: PersonRecord): Values {
  const { given, family, name, email, phone, contract } = values;
  return {
    emails: present(email),
    phones: present(phone),
    numbers: present(contract),
    wholes: present(name, given !== undefined && family !== undefined ? `${given.trim()} ${family.trim()}` : undefined),
  };
}

/** Traits that came with events say it in words of their own. */
async function valuesOfTraits(events: Asked, world: string, customer: readonly string[]): Promise<Values[]> {
  const { texts } = await events.scan({
    filter: { world, customer: [...customer], traits: { not: [null] } },
    texts: ["traits"],
    use: "upkeep",
  });
  return (texts.traits ?? []).flatMap((text): Values[] => {
    let traits: unknown;
    try {
      traits = JSON.parse(text ?? "");
    } catch {
      return [];
    }
    const said = (...names: string[]) =>
      names.flatMap((name) => {
        const value: unknown = typeof traits === "object" && traits !== null ? Reflect.get(traits, name) : undefined;
        return typeof value === "string" ? present(value) : [];
      });
    const [given] = said("firstName", "first_name", "given");
    const [family] = said("lastName", "last_name", "family");
    return [
      {
        emails: said("email", "mail"),
        phones: said("phone", "telephone", "mobile"),
        numbers: said("contract"),
        wholes: [...said("name", "fullName", "full_name"), ...(given === undefined || family === undefined ? [] : [`${given} ${family}`])],
      },
    ];
  });
}

/** Which of these values others have too: a household's telephone, a firm's mail, a father's name. */
async function othersWith(
  events: Asked,
  world: string,
  {
    names,
    emails,
    phones,
    wholes,
  }: { names: readonly string[]; emails: readonly string[]; phones: readonly string[]; wholes: readonly string[] },
): Promise<ReadonlySet<string>> {
  if (emails.length + phones.length + wholes.length === 0) return new Set();
  const sharing = { emails: emails.map(lower), phones: phones.map(digits), names: wholes.map(lower) };
  const mine = new Set(names);
  const others = (await events.people({ world, every: true, sharing })).filter(({ told }) => !mine.has(told)).map(valuesOf);
  return new Set(others.flatMap((one) => [...one.emails.map(lower), ...one.phones.map(digits), ...one.wholes.map(lower)]));
}
