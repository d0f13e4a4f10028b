import { z } from "zod";
import { USES } from "../../platform/events/contract-consents.ts";
import { Figure } from "../../platform/figure.ts";
import { personal } from "../../platform/personal.ts";

/** What the product does with rows. */
export const PurposeUse = z.enum(USES);

/** On what a purpose rests (GDPR Art. 6 (1) a, b, f, c). */
export const LegalBasis = z.enum(["consent", "contract", "legitimate-interest", "legal-duty"]);
export type LegalBasis = z.infer<typeof LegalBasis>;

const NAME = 80;
const TEXT = 400;
export const Purpose = z
  .object({
    id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, "small letters, digits and hyphens, at most 40"),
    name: z.string().trim().min(1).max(NAME),
    what: z.string().trim().min(1).max(TEXT).describe("what it is for, in one sentence"),
    basis: LegalBasis,
    byDefault: z.enum(["allowed", "denied"]).describe("for whoever said nothing; denied only where the basis is consent"),
    uses: z.array(PurposeUse).max(USES.length).describe("what of the product it covers"),
    toldAs: z
      .array(z.string().trim().min(1).max(NAME))
      .max(20)
      .default([])
      .describe("the names under which sources tell of it, such as a category of a consent manager; its id and name always count"),
  })
  .meta({ id: "Purpose" });
export type Purpose = z.infer<typeof Purpose>;

export const Answer = z.enum(["granted", "denied", "withdrawn"]);

export const PurposeState = z.object({
  purpose: Purpose,
  counts: z.boolean().describe("whether a refusal changes anything: not where the basis is a contract or a legal duty"),
  granted: Figure,
  denied: Figure,
  silent: Figure.describe("customers who said nothing of it"),
});
export const PurposeList = z
  .object({
    purposes: z.array(PurposeState),
    proposed: z.array(Purpose).describe("what to start with, where no purpose is set up yet"),
    unknown: z.array(z.object({ name: z.string(), rows: z.number().int() })).describe("names that sources tell of and no purpose has"),
    leftOut: z.array(z.object({ use: PurposeUse, customers: Figure })).describe("customers whose rows a use leaves out"),
    turnedAway: z
      .array(z.object({ source: z.string(), events: z.number().int(), last: z.string() }))
      .describe("events that were not taken in because their customer refused; nothing of them was kept"),
  })
  .meta({ id: "PurposeList" });

const Told = z.object({
  name: personal(z.string(), "id").describe("the name it was said of"),
  source: z.string(),
  answer: Answer,
  at: z.string().nullable(),
  by: z.string().nullable().describe("who of the staff wrote it down; null where a source told it"),
  proof: personal(z.string()).nullable(),
});
export const CustomerConsents = z
  .object({
    customer: personal(z.string(), "id"),
    purposes: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        what: z.string(),
        basis: LegalBasis,
        answer: z
          .enum(["granted", "denied"])
          .nullable()
          .describe("the strictest of the latest of each name; null where none said anything"),
        since: z.string().nullable(),
        allowed: z.boolean().describe("what that comes to, with the purpose's default and basis"),
        told: z.array(Told).describe("newest first"),
      }),
    ),
    leftOut: z.array(PurposeUse).describe("what this customer's rows are not used for"),
    others: z.array(z.object({ name: z.string(), told: z.array(Told) })).describe("answers under names that no purpose has"),
  })
  .meta({ id: "CustomerConsents" });
