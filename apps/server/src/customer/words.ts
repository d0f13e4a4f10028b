import { z } from "zod";
import { PERSONAL } from "../platform/events/contract.ts";
import { LINE_NAMES } from "./profile/survivors.ts";
import { personal } from "../platform/personal.ts";
import { World } from "../platform/world.ts";

export type { CustomerIdentity, Pair as IdentityPair, Resolution } from "./resolve/words.ts";

export const ImportKind = z.enum(["events", "transactions", "customers", "subscriptions", "responses", "beliefs", "consents"]);
export type ImportKind = z.infer<typeof ImportKind>;

export const Problem = z.object({
  row: z.number().describe("1-based data row in the file; the header is not counted"),
  field: z.string().nullable(),
  reason: personal(z.string()).describe("in words; may quote the cell"),
});

export const Upload = z.object({ upload: z.string(), name: personal(z.string()), bytes: z.number() }).meta({ id: "Upload" });

export const Question = z.object({
  code: z.string(),
  field: z.string().nullable(),
  text: z.string(),
  candidates: z.array(z.string()),
  settle: z.string(),
});

export const ImportPreview = z
  .object({
    kind: ImportKind,
    format: z.string(),
    encoding: z.string(),
    delimiter: z.string().nullable(),
    timezone: z.string(),
    dateOrder: z.string().nullable(),
    decimal: z.string(),
    scale: z.string().nullable(),
    fields: z.array(z.object({ field: z.string(), required: z.boolean(), hint: z.string() })),
    columns: z.array(
      z.object({
        position: z.number(),
        name: z.string(),
        samples: personal(z.array(z.string())),
        field: z.string().nullable(),
        confidence: z.number(),
        reason: z.string(),
        asLastTime: z.boolean(),
      }),
    ),
    questions: z.array(Question).describe("what only a person can settle; empty means ready to import"),
    problems: z.array(Problem),
    rows: personal(z.array(z.record(z.string(), z.union([z.string(), z.number(), z.null()])))).describe(
      "the first rows as they would be stored",
    ),
    firstRows: personal(
      z.array(
        z.object({
          row: z.number(),
          kept: z.boolean(),
          values: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
          problem: z.object({ field: z.string().nullable(), reason: z.string() }).nullable(),
        }),
      ),
    ).describe("the first rows in the file's order: as they would be stored, or as they stand with why they are refused"),
    asLastTime: z.array(z.string()).describe("fields and settings that stand as they were settled for the source's last file"),
  })
  .meta({ id: "ImportPreview" });
export type ImportPreview = z.infer<typeof ImportPreview>;

export const ImportState = z.enum(["waiting", "reading", "done", "failed", "withdrawing", "withdrawn"]);
export type ImportState = z.infer<typeof ImportState>;
export const Import = z
  .object({
    id: z.string(),
    log: z.string().describe("the source's name"),
    kind: ImportKind,
    file: personal(z.string()),
    world: World,
    state: ImportState,
    read: z.number(),
    accepted: z.number(),
    refused: z.number(),
    alreadyKnown: z.number(),
    problems: z.array(Problem).describe("the first 100; all of them are in the refused rows' download"),
    overlap: z.number().nullable().describe("rows another file of this source already told; set when nothing was kept because of them"),
    error: z.string().nullable(),
    progress: z.number().min(0).max(1),
    createdAt: z.string(),
  })
  .meta({ id: "Import" });
export type Import = z.infer<typeof Import>;

export const Source = z
  .object({
    name: z.string(),
    world: World,
    kinds: z.array(z.string()),
    rows: z.number(),
    refused: z.number(),
    customers: z.number(),
    first: z.string().nullable(),
    last: z.string().nullable(),
    imports: z.array(Import),
  })
  .meta({ id: "Source" });

export const CustomerRow = z.object({
  id: personal(z.string(), "id"),
  rows: z.number(),
  first: z.string().nullable(),
  last: z.string().nullable(),
});
export const TimelineEntry = z
  .object({
    stream: z.string(),
    source: z.string(),
    time: z.string().nullable(),
    case: personal(z.string(), "id").nullable(),
    what: z.string().describe("the activity, the kind of answer or of payment"),
    stage: z.string().nullable(),
    channel: z.string().nullable(),
    unit: z.string().nullable(),
    score: z.number().nullable(),
    scale: z.string().nullable(),
    comment: personal(z.string()).nullable(),
    amount: z.number().nullable().describe("decimal, in `currency`"),
    currency: z.string().nullable(),
    side: z.enum(["company", "customer"]),
  })
  .meta({ id: "TimelineEntry" });
/** A customer as one source has them. */
const KnownAs = z.object({
  source: z.string(),
  told: personal(z.string(), "id").describe("the source's own name for them"),
  values: z.partialRecord(z.enum(PERSONAL), personal(z.string())).describe("the newest value it gave of each"),
});
export const Timeline = z
  .object({
    asked: personal(z.string(), "id").describe("the name that was asked for"),
    id: personal(z.string(), "id").describe("the customer it stands for"),
    segment: z.string().nullable(),
    total: z.number(),
    entries: z.array(TimelineEntry),
    sources: z.array(z.string()),
    best: z
      .array(
        z.object({
          line: z.enum(LINE_NAMES),
          values: KnownAs.shape.values,
          source: z.string(),
          told: personal(z.string(), "id"),
          otherwise: z.number().describe("records that say something else here"),
        }),
      )
      .describe("who they are: of each line what the most trusted source says"),
    knownAs: z.array(KnownAs).describe("who they are, as each source says"),
  })
  .meta({ id: "Timeline" });

const lines = {
  read: z.number().describe("what the files hold"),
  refused: z.number(),
  alreadyKnown: z.number().describe("told before by the same source"),
  notKept: z.number().describe("of imports that kept nothing, because they failed or overlap"),
  kept: z.number().describe("read less refused, known and not kept"),
  withdrawn: z.number().describe("kept, and taken back since"),
  erased: z.number().describe("kept, and gone since with people who asked to be forgotten"),
  expired: z.number().describe("kept, and gone since because their time to be kept was over"),
  now: z.number().describe("what the event store holds now"),
  difference: z.number().describe("kept less withdrawn, erased, expired and now; 0 where it reconciles"),
};
const Reconciled = z.object({
  rows: z.object(lines),
  money: z.array(
    z
      .object({ currency: z.string(), digits: z.number().describe("decimal places of its minor unit"), ...lines })
      .describe("exact, minor units"),
  ),
});
export type Reconciled = z.infer<typeof Reconciled>;
export const ReconciledImport = Reconciled.extend({
  id: z.string(),
  file: personal(z.string()),
  kind: z.string(),
  state: z.string(),
  createdAt: z.string(),
  withdrawnAt: z.string().nullable(),
  unreadable: z.number().describe("refused rows whose amount cannot be read: they are in no sum"),
  sumsKept: z.boolean().describe("false for imports of before sums were kept: their rows are reconciled, their money is not"),
  reason: z.string().nullable().describe("why it does not reconcile, or not yet"),
});
export type ReconciledImport = z.infer<typeof ReconciledImport>;
export const Reconciliation = Reconciled.extend({
  source: z.string(),
  world: World,
  imports: z.array(ReconciledImport),
  withoutFile: z
    .object({ rows: z.number(), money: z.record(z.string(), z.number()) })
    .describe("what the source told one by one, or came with the sample: no file to hold it against"),
  balanced: z.boolean(),
}).meta({ id: "Reconciliation" });
export type Reconciliation = z.infer<typeof Reconciliation>;
