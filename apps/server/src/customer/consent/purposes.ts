import { CounterseatError } from "../../platform/errors.ts";
import type { PurposeRule, Use } from "../../platform/events/contract-consents.ts";
import type { LegalBasis, Purpose } from "./words.ts";

/** What to start with: nothing is refused by these until a customer says something. */
export const PROPOSED: readonly Purpose[] = [
  {
    id: "analysis",
    name: "Analysis",
    what: "Seeing from what customers do, answer and pay where the journey fails them.",
    basis: "legitimate-interest",
    byDefault: "allowed",
    uses: ["analysis"],
    toldAs: ["analytics"],
  },
  {
    id: "matching",
    name: "Recognising customers",
    what: "Finding out which names of several systems are one customer.",
    basis: "legitimate-interest",
    byDefault: "allowed",
    uses: ["matching"],
    toldAs: ["personalization"],
  },
  {
    id: "voices",
    name: "Reading what customers write",
    what: "People of the company read the words of answers and comments.",
    basis: "consent",
    byDefault: "allowed",
    uses: ["voices"],
    toldAs: ["feedback"],
  },
  {
    id: "contact",
    name: "Contacting customers",
    what: "Asking customers how it was, and telling them what came of their answer.",
    basis: "consent",
    byDefault: "denied",
    uses: ["contact"],
    toldAs: ["marketing", "advertising"],
  },
];

/** A refusal changes nothing where rows are needed for a contract or a legal duty: there nobody is asked. */
const REFUSABLE: ReadonlySet<LegalBasis> = new Set(["consent", "legitimate-interest"]);
export const isRefusable = ({ basis }: Pick<Purpose, "basis">): boolean => REFUSABLE.has(basis);

/** Every name a source may tell of a purpose by, lower case. */
export function namesOf({ id, name, toldAs }: Pick<Purpose, "id" | "name" | "toldAs">): string[] {
  return [...new Set([id, name, ...toldAs].map((one) => one.toLowerCase()))];
}

/** What the event store has to know of a purpose. Who takes consent back is not taken in any more; who only objects is left out. */
export function ruleOf(purpose: Purpose): PurposeRule {
  const uses: readonly Use[] = isRefusable(purpose) ? purpose.uses : [];
  const turnsAway = purpose.basis === "consent" && uses.includes("analysis");
  return {
    purpose: purpose.id,
    categories: namesOf(purpose),
    uses: turnsAway ? [...uses, "ingest"] : uses,
    optIn: purpose.byDefault === "denied",
  };
}

/** @throws CounterseatError naming what contradicts what */
export function assertSound(purposes: readonly Purpose[]): void {
  const owner = new Map<string, string>();
  for (const [place, one] of purposes.entries()) {
    const at = `purposes.${place}`;
    if (one.byDefault === "denied" && one.basis !== "consent")
      throw unsound(
        `${at}.byDefault`,
        `“${one.name}” is denied by default, and does not rest on consent.`,
        "Set `basis` to consent, or `byDefault` to allowed.",
      );
    for (const name of namesOf(one)) {
      const other = owner.get(name);
      if (other !== undefined)
        throw unsound(`${at}.toldAs`, `“${name}” stands for “${other}” and for “${one.id}”.`, "Leave each name with one purpose.");
    }
    for (const name of namesOf(one)) owner.set(name, one.id);
  }
}

function unsound(path: string, message: string, fix: string): CounterseatError {
  return new CounterseatError("invalid", message, { fix, errors: [{ path, message }] });
}
