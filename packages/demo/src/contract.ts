/** What to generate. `seed` is an unsigned 32-bit whole number, `scale` 0.02 to 10 (persons = round(20,000 × scale)), `end` the first of a month. */
export interface DemoOptions {
  readonly seed: number;
  readonly scale: number;
  /** First day after the record, `YYYY-MM-01`, local midnight; `2026-10-01` when left out. The record covers the 24 months before it. */
  readonly end?: string;
}

/** A column of few distinct values: `dictionary[codes[row]]`; the code −1 stands for absent. */
export interface Coded {
  readonly codes: Int32Array;
  readonly dictionary: readonly string[];
}

/** One column of a chunk. In a `Float64Array` NaN stands for absent. */
export type Column = Float64Array | Coded | readonly (string | null)[];

export type StreamName =
  | "events"
  | "responses"
  | "beliefs"
  | "subscriptions"
  | "transactions"
  | "persons"
  | "records"
  | "invitations"
  | "departures"
  | "cancelSessions"
  | "alternatives"
  | "behaviours"
  | "referrals"
  | "posts"
  | "cases"
  | "approvals"
  | "texts"
  | "reasons"
  | "staff"
  | "ties"
  | "assessments"
  | "lineOfSight"
  | "partnerVoice"
  | "promises"
  | "commitments"
  | "actions"
  | "decisions"
  | "forums"
  | "agendas"
  | "metrics"
  | "unitGoals"
  | "initiatives"
  | "policies"
  | "acquisitionCosts"
  | "keepCosts";

/** At most 65,536 rows of one stream; every column has `length` rows. */
export interface Chunk {
  readonly stream: StreamName;
  readonly length: number;
  readonly columns: Readonly<Record<string, Column>>;
}

export type Role = "leader" | "manager" | "front_line" | "support_staff";

export interface DemoUnit {
  readonly id: string;
  readonly name: string;
  readonly parentId: string | null;
}

export interface DemoPerson {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly unitId: string;
  readonly role: Role;
  /** CRM id of the customer this member of staff also is. */
  readonly customerId: string | null;
}

export interface DemoStage {
  readonly id: string;
  readonly label: string;
  readonly order: number;
  readonly ownerId: string;
}

export interface DemoStep {
  /** The exact activity id in the events. */
  readonly id: string;
  readonly label: string;
  readonly stageId: string;
  /** Who does it. */
  readonly by: "customer" | "company";
  readonly order: number;
  /** Whose work it is; null where it is nobody's. */
  readonly unitId: string | null;
  readonly work: DemoWork | null;
  /** Minutes of work each time. */
  readonly minutes: number;
}

/** What work is to the customer; by-cause: waste where the contact it answers is failure demand, else value. */
export type DemoWork = "value" | "necessary" | "waste" | "by-cause";

export interface DemoCause {
  /** The exact cause in the events. */
  readonly id: string;
  readonly label: string;
  readonly demand: "value" | "failure" | "repeat";
  /** Whose failure brings the contact. */
  readonly unitId: string | null;
}

export interface DemoPolicy {
  readonly id: string;
  readonly text: string;
  readonly saves: string;
  readonly ownerId: string;
  /** UTC milliseconds since when it holds. */
  readonly from: number;
  readonly stepId: string;
  readonly stepKind: string | null;
}

export interface DemoLabel {
  readonly id: string;
  readonly label: string;
}

export interface DemoPromise {
  readonly id: string;
  readonly text: string;
  readonly measure: string;
  readonly stageId: string;
  readonly channelId: string | null;
  readonly ownerId: string;
  /** UTC milliseconds from which the promise holds. */
  readonly from: number;
  /** How events show whether it was kept; null where they do not. */
  readonly startStep: string | null;
  readonly startKind: string | null;
  readonly keptBy: "reaching" | "avoiding" | null;
  readonly keptStep: string | null;
  readonly hours: number | null;
}

/** A journey as it was meant: activity ids in order, none repeated. */
export interface DemoDesign {
  readonly id: string;
  readonly name: string;
  readonly steps: readonly string[];
}

/** What the company would know about itself without any customer's row. Times are UTC milliseconds. */
export interface DemoCompany {
  readonly name: "Harbourline";
  readonly currency: string;
  readonly zone: string;
  readonly start: number;
  readonly end: number;
  /** Month 1–12 in which its fiscal year begins: the record is two of them. */
  readonly fiscalYearStart: number;
  readonly units: DemoUnit[];
  readonly people: DemoPerson[];
  readonly stages: DemoStage[];
  readonly steps: DemoStep[];
  readonly channels: DemoLabel[];
  readonly segments: DemoLabel[];
  readonly promises: DemoPromise[];
  readonly designs: DemoDesign[];
  readonly causes: DemoCause[];
  readonly policies: DemoPolicy[];
}

/** One expected figure of a planted truth; `low` and `high` are the 95 % range over seeds, `tolerance` what a test on the default seed accepts. */
export interface ExpectedFigure {
  readonly figure: string;
  readonly unit: string;
  readonly mean: number;
  readonly low: number | null;
  readonly high: number | null;
  readonly tolerance: number | null;
}

/** A planted truth of the story, with its figures at scale 1 and at scale 0.1 (empty where the specification gives none). */
export interface ExpectedTruth {
  readonly id: string;
  readonly serves: string;
  readonly mechanism: string;
  readonly atScale1: readonly ExpectedFigure[];
  readonly atScale01: readonly ExpectedFigure[];
}

/** Both sides of the mirror at one stage on 0–100: what leaders believe and what the answering customers say on average. */
export interface StageBelief {
  readonly stage: string;
  readonly leaders: number;
  readonly customers: number;
}

/** What is wrong in this company, from the parameters alone. */
export interface Truths {
  readonly seed: number;
  readonly variant: "story" | "drawn" | "clean";
  readonly worstBelief: { readonly stage: string } | null;
  /** Stage that stands first on the board; null where nothing is planted. */
  readonly firstRow: string | null;
  /** Stages whose belief gap is planted, by what the gap costs, dearest first. */
  readonly priceOrder: readonly string[];
  /** Whether the retention rate stays flat while what a customer is worth falls: dear old tariffs leave, cheap promotions come in. */
  readonly falsePositive: boolean;
  readonly loop: { readonly from: string; readonly to: string } | null;
  readonly priceRise: { readonly month: number; readonly plan: string; readonly segment: string } | null;
  readonly skip: { readonly step: string; readonly channel: string } | null;
  readonly gamedTeam: string | null;
  readonly lowFreedomTeam: string | null;
  readonly slowApprover: string | null;
  readonly risingTheme: { readonly theme: string; readonly month: number } | null;
  readonly workedAction: { readonly region: string } | null;
  readonly brokenCommitment: string | null;
  readonly beliefs: readonly StageBelief[];
  /** The 35 truths of the story; null for companies that draw their own. */
  readonly expected: Readonly<Record<string, ExpectedTruth>> | null;
  /** What the smaller streams hold in the story, by stream, in the same form. */
  readonly findings: Readonly<Record<string, ExpectedTruth>> | null;
}
