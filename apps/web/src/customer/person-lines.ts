import type { IdentityPair, Timeline } from "../api-types.ts";
import { calendarDay } from "../ui/format.ts";

export type PersonValues = Timeline["knownAs"][number]["values"];
export type PersonLine = Timeline["best"][number]["line"];
type Agreement = IdentityPair["reasons"][number]["agreement"];

/** What a line is made of: a name and an address are one line each, however many columns a source has for them. */
const MADE_OF: Readonly<Record<PersonLine, readonly string[]>> = {
  name: ["given", "family"],
  email: ["email"],
  phone: ["phone"],
  address: ["address", "postcode", "city"],
  birth: ["birth"],
  contract: ["contract"],
  account: ["account"],
  through: ["through"],
};
const LINES = Object.keys(MADE_OF) as PersonLine[];

/** One record in the lines a person reads it in; what the source does not say is left out. */
export function linesOf(values: PersonValues): Partial<Record<PersonLine, string>> {
  const { given, family, name, email, phone, birth, address, postcode, city, contract, account, through } = values;
  const joined = (by: string, ...parts: (string | undefined)[]) => parts.filter((part) => part !== undefined && part !== "").join(by);
  const all: Record<PersonLine, string | undefined> = {
    name: joined(" ", given, family) === "" ? name : joined(" ", given, family),
    email,
    phone,
    address: joined(", ", address, joined(" ", postcode, city)),
    birth: birth !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(birth) ? calendarDay(birth) : birth,
    contract,
    account,
    through,
  };
  return Object.fromEntries(LINES.flatMap((line) => (all[line] === undefined || all[line] === "" ? [] : [[line, all[line]]])));
}

/** How two records agree in a line; `one-sided` where only one of them says anything. */
export type LineAgreement = "same" | "nearly" | "alike" | "different" | "one-sided";
export interface ComparedLine {
  readonly line: PersonLine;
  readonly a: string | null;
  readonly b: string | null;
  readonly agreement: LineAgreement;
  /** Evidence for one person where positive, for two where negative. */
  readonly bits: number;
}

const SEVERITY: Readonly<Record<Agreement, 0 | 1 | 2 | 3>> = {
  "nothing-known": 0,
  equal: 0,
  close: 1,
  "changed-places": 1,
  alike: 2,
  "slightly-alike": 2,
  different: 3,
  "one-household": 0,
  "same-key": 0,
  "alike-only": 0,
  "told-together": 0,
  "told-one": 0,
  "device-turn": 0,
};
const WORDS = ["same", "nearly", "alike", "different"] as const;

/** Two records beside each other, line by line, with what each line says about their being one. */
export function compare(pair: IdentityPair): ComparedLine[] {
  const [a, b] = [linesOf(pair.a.values), linesOf(pair.b.values)];
  return LINES.flatMap((line): ComparedLine[] => {
    if (a[line] === undefined && b[line] === undefined) return [];
    const reasons = pair.reasons.filter(({ column }) => column !== null && MADE_OF[line].includes(column));
    const worst = Math.max(-1, ...reasons.map(({ agreement }) => SEVERITY[agreement]));
    return [
      {
        line,
        a: a[line] ?? null,
        b: b[line] ?? null,
        agreement: WORDS[worst] ?? "one-sided",
        bits: reasons.reduce((sum, { bits }) => sum + bits, 0),
      },
    ];
  });
}

/** Evidence that stands in no line: what is so of any two records, what people of one household share, what a rule says. */
export type Beside = "nothing-known" | "one-household" | "same-key" | "alike-only" | "told-together" | "told-one" | "device-turn";
const BESIDES: readonly Beside[] = ["told-together", "told-one", "device-turn", "one-household", "same-key", "alike-only", "nothing-known"];
/** Said even where it weighs nothing: it is the whole reason why the two stand beside each other. */
const ALWAYS_SAID: ReadonlySet<Beside> = new Set(["told-one", "device-turn"]);

export function besides({ reasons }: IdentityPair): { readonly what: Beside; readonly bits: number }[] {
  return BESIDES.flatMap((what) => {
    const said = reasons.filter(({ agreement }) => agreement === what);
    const bits = said.reduce((sum, reason) => sum + reason.bits, 0);
    return said.length === 0 || (Math.abs(bits) < 0.05 && !ALWAYS_SAID.has(what)) ? [] : [{ what, bits }];
  });
}
