import type { RoleColumn } from "@counterseat/identity";
import { drawing } from "./people.ts";

const SYLLABLES = "bra cle dri flo gra hei kla lum mor nes ost pra qui rod sta tru ulm vor wes zan".split(" ");
/** What each system holds of somebody: the share of its records in which it stands. */
const SYSTEMS = [
  { share: 1, twice: 0.04, holds: { given: 1, family: 1, birth: 0.78, email: 0.93, phone: 0.9, address: 1, postcode: 1, contract: 0.9 } },
  { share: 0.6, twice: 0.08, holds: { given: 1, family: 1, email: 0.97, phone: 0.4, contract: 0.3 } },
  { share: 0.6, twice: 0, holds: { family: 1, phone: 0.93, address: 1, postcode: 1, contract: 0.5 } },
  { share: 0.8, twice: 0.1, holds: { given: 1, family: 1, email: 0.62, phone: 0.66 } },
  { share: 0.9, twice: 0.02, holds: { given: 0.9, family: 1, email: 0.5, contract: 1 } },
] as const satisfies readonly { share: number; twice: number; holds: Partial<Record<Field, number>> }[];
const ROLES = {
  given: "given-name",
  family: "surname",
  birth: "date-of-birth",
  email: "email",
  phone: "phone",
  address: "address",
  postcode: "postcode",
  contract: "id",
} as const;
type Field = keyof typeof ROLES;

export interface Systems {
  readonly columns: RoleColumn[];
  readonly source: Int32Array;
  readonly truth: string[];
}

/** People as five systems of one company hold them; every tenth lives with the one before, and a third of those share a mailbox. */
export function systems(persons: number, seed: number): Systems {
  const draw = drawing(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(draw() * list.length)] as T;
  const word = (parts: number) => Array.from({ length: parts }, () => pick(SYLLABLES)).join("");
  const names = Array.from({ length: 150 }, () => word(2));
  const families = Array.from({ length: 400 }, () => word(3));
  const digits = (n: number) => Array.from({ length: n }, () => Math.floor(draw() * 10)).join("");
  const slip = (text: string) => {
    const at = 1 + Math.floor(draw() * Math.max(1, text.length - 2));
    return draw() < 0.03 ? text.slice(0, at) + text.slice(at + 1) : text;
  };
  const cells: Record<Field, string[]> = {
    given: [],
    family: [],
    birth: [],
    email: [],
    phone: [],
    address: [],
    postcode: [],
    contract: [],
  };
  const source: number[] = [];
  const truth: string[] = [];
  let before: Record<Field, string> | null = null;
  for (let person = 0; person < persons; person += 1) {
    const [given, family] = [pick(names), pick(families)];
    const own: Record<Field, string> = {
      given,
      family,
      birth:
        `19${40 + Math.floor(draw() * 60)}${1 + Math.floor(draw() * 9)}`.padEnd(5, "0").slice(0, 4) +
        `-0${1 + Math.floor(draw() * 9)}-1${Math.floor(draw() * 9)}`,
      email: `${given}.${family}.${digits(3)}@${pick(["mail", "post", "box"])}.example`,
      phone: digits(9),
      address: `${word(2)} street ${1 + Math.floor(draw() * 180)}`,
      postcode: `7${digits(2)}00`,
      contract: `HL-${digits(7)}`,
    };
    const together = before !== null && draw() < 0.1;
    const all: Record<Field, string> =
      together && before !== null
        ? {
            ...own,
            family: before.family,
            phone: before.phone,
            address: before.address,
            postcode: before.postcode,
            ...(draw() < 0.3 ? { email: before.email } : {}),
          }
        : own;
    before = all;
    SYSTEMS.forEach(({ share, twice, holds }, system) => {
      if (draw() >= share) return;
      for (let copy = draw() < twice ? 2 : 1; copy > 0; copy -= 1) {
        for (const field of Object.keys(ROLES) as Field[]) {
          const held = (holds as Partial<Record<Field, number>>)[field] ?? 0;
          cells[field].push(draw() < held ? slip(all[field]) : "");
        }
        source.push(system);
        truth.push(String(person));
      }
    });
  }
  const columns = (Object.keys(ROLES) as Field[]).map((field) => ({ name: field, role: ROLES[field], cells: cells[field] }));
  return { columns, source: Int32Array.from(source), truth };
}
