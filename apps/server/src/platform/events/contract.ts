import type { Retire, Retired } from "./contract-retire.ts";
import type { ConsentQuery, ConsentState, PurposeRule, ReadFor } from "./contract-consents.ts";
import type { MessageHash } from "./message-memory.ts";

/**
 * Event data: everything that happened. One wide table of facts; what a stream does not use stays null and costs nothing
 * in a columnar store. Five verbs (append, scan, countBy, distinct, withdraw), and three for who
 * customers are (people, link, evidence); slices never write event SQL, so another
 * engine can stand behind them unchanged.
 */

/** Columns with few distinct values: stored as dictionary codes. */
export const WORDS = [
  "stream",
  "source",
  "import",
  "world",
  "activity",
  "stage",
  "channel",
  "owner",
  "segment",
  "resource",
  "unit",
  "role",
  "kind",
  "scale",
  "currency",
] as const;
/** Columns with many distinct values. `customer` is the resolved one, `told` the source's own name for them where that is another; `traits` is JSON text. */
export const TEXTS = ["customer", "case", "id", "respondent", "comment", "traits", "told"] as const;
/** `time` UTC ms; `start`, `end` of what lasts, UTC ms · `amount` minor units · `quantity` · `score` on its own scale · `points` the score on 0–100. */
export const NUMBERS = ["time", "start", "end", "amount", "quantity", "score", "points"] as const;

export type Word = (typeof WORDS)[number];
export type Text = (typeof TEXTS)[number];
export type NumberColumn = (typeof NUMBERS)[number];

/** What every row of one append shares. */
export interface Stamp {
  readonly stream: string;
  readonly source: string;
  readonly import: string;
  readonly world: string;
}

/** A batch of rows as columns; a column that is left out is null throughout. NaN is null in numbers. */
export interface Rows {
  readonly length: number;
  readonly words: Partial<Record<Exclude<Word, keyof Stamp>, readonly (string | null)[] | Coded>>;
  /** `customer` as the source tells it: the store writes the resolved one. */
  readonly texts: Partial<Record<Exclude<Text, "told">, readonly (string | null)[] | Coded>>;
  readonly numbers: Partial<Record<NumberColumn, Float64Array>>;
}
export interface Coded {
  readonly codes: Int32Array;
  readonly dictionary: readonly string[];
}

/**
 * What sources say of who a customer is, apart from what happened to them: personal, asked for by name, in no figure. `birth` is an
 * ISO date where it could be read, `contract` a number that several systems know them by, `account` the customer whose people they are
 * one of, `through` the customer they buy through.
 */
export const PERSONAL = [
  "given",
  "family",
  "name",
  "email",
  "phone",
  "birth",
  "address",
  "postcode",
  "city",
  "contract",
  "account",
  "through",
] as const;
export type PersonalField = (typeof PERSONAL)[number];
export type PersonalColumns = Partial<Record<PersonalField, readonly (string | null)[]>>;
/** As one source tells them, in its order; a later row of the same customer adds to the one before and stands above it. */
export interface People {
  readonly customer: readonly string[];
  readonly columns: PersonalColumns;
  /** What this source said last of somebody is not kept once more: events say it with every visit. */
  readonly onlyNews?: true;
}
/** A customer as one source has them: the newest value it gave of each field. */
export interface PersonRecord {
  readonly source: string;
  /** The source's own name for them. */
  readonly told: string;
  readonly values: Partial<Record<PersonalField, string>>;
}
export interface PeopleQuery {
  readonly world: string;
  /** Without names that refused to be matched. */
  readonly use?: "matching";
  /** Only these, by the names sources give them; all where it is left out. */
  readonly told?: readonly string[];
  /** Only those whose account, or whom they buy through, is one of these names. */
  readonly within?: { readonly field: "account" | "through"; readonly names: readonly string[] };
  /** Every value a source ever gave, one record for each time it spoke, instead of the newest of each. */
  readonly every?: true;
  /** Only records with one of these values: mail and whole names in lower case, telephones as digits. */
  readonly sharing?: { readonly emails: readonly string[]; readonly phones: readonly string[]; readonly names: readonly string[] };
}

/** Somebody who is to be forgotten. Only the log's encrypted payload and the step that carries it out ever hold this. */
export interface Erase {
  readonly world: string;
  /** Everything the sources call them. */
  readonly names: readonly string[];
  /** An expression for what means them wherever it stands (`erasures/marks.ts`); null where nothing does. */
  readonly pattern: string | null;
  /** Tokens by which they are known again, and the key these were made under (`erasures/token.ts`). */
  readonly tokens: readonly string[];
  readonly key: string;
}
/** What an erasure took out, by import where rows of one did. */
export interface Erased {
  readonly facts: number;
  readonly people: number;
  readonly links: number;
  readonly evidence: number;
  readonly refused: number;
  readonly messages: number;
  readonly words: number;
  /** Texts of others that named them. */
  readonly texts: number;
  /** What still names them behind it: anything but 0 is a failure. */
  readonly remaining: number;
  readonly imports: Readonly<Record<string, ErasedImport>>;
}
export interface ErasedImport {
  readonly rows: number;
  /** Minor units by currency. */
  readonly money: Readonly<Record<string, number>>;
  /** Rows of the file that were refused and kept to be looked at. */
  readonly refusedRows: readonly number[];
}

/** A record of somebody: the name one source has for them. */
export interface RecordName {
  readonly source: string;
  readonly told: string;
}
/** Two records that may be one person, and what speaks for and against it. */
export interface Evidence {
  readonly a: RecordName;
  readonly b: RecordName;
  /** log2 of how much likelier one person is than two. */
  readonly bits: number;
  /** What the bits are made of, as JSON. */
  readonly reasons: string;
  /** Pairs of one group hang together: a decision about one can change whom the others stand for, and nothing outside. */
  readonly group: number;
  /** For a person to decide: too much to pass over, too little to join by itself. */
  readonly open: boolean;
}
export interface EvidenceQuery {
  readonly world: string;
  /** All pairs of the groups that these names are in. */
  readonly told?: readonly string[];
  /** Only what is open, the likeliest first. */
  readonly open?: true;
  readonly limit?: number;
}
/**
 * Which customer a source's name stands for. Always, or since a time (UTC ms), where others had it before: of a name that passes from hand to
 * hand all turns are told together.
 */
export type Link = readonly [told: string, customer: string, since?: number];
export interface LinksQuery {
  readonly world: string;
  /** Only the links of these names; all where it is left out. */
  readonly told?: readonly string[];
  /** Only the links to this customer, or these. */
  readonly customer?: string | readonly string[];
}

/** Asks which names rows tell beside their customer's: their `respondent`, such as the device somebody used. */
export interface BesideQuery {
  readonly filter: Filter;
  /** Without names that refused to be matched. */
  readonly use?: "matching";
  /** Only rows that name one of these on either side. */
  readonly names?: readonly string[];
}
/** Rows on end, by time, that tell one name beside the same customer: one turn. */
export interface Beside {
  readonly source: string;
  /** As the source tells it. */
  readonly name: string;
  readonly beside: string;
  /** UTC ms of its first and last row. */
  readonly first: number;
  readonly last: number;
  readonly n: number;
}

export type Condition =
  | string
  | readonly (string | null)[]
  | null
  | { readonly from?: number; readonly to?: number }
  | { readonly not: readonly (string | null)[] };
/** Column → condition; all must hold. `null` asks for absent (also inside a list); `{not: [null]}` for present; `{from, to}` is half-open; an empty list matches nothing. */
export type Filter = Partial<Record<Word | Text | NumberColumn, Condition>>;

export interface ScanQuery {
  readonly filter: Filter;
  readonly use?: ReadFor;
  readonly numbers?: readonly NumberColumn[];
  /** Word columns as codes with their dictionary; -1 = absent. */
  readonly words?: readonly Word[];
  /** Text columns as opaque codes, equal where the text is equal, without the text; -1 = absent. */
  readonly codes?: readonly Text[];
  readonly texts?: readonly Text[];
  /** `ordinal`: as the sources told it (the order of the journey engine). `time`: newest first. */
  readonly order?: "ordinal" | "newest" | "oldest";
  readonly limit?: number;
}

/** Columns of a scan. Arrays lie in shared memory, so that a computing worker can read them without a copy. */
export interface Scan {
  readonly length: number;
  readonly numbers: Partial<Record<NumberColumn, Float64Array>>;
  readonly words: Partial<Record<Word, Coded>>;
  readonly codes: Partial<Record<Text, Int32Array>>;
  readonly texts: Partial<Record<Text, (string | null)[]>>;
}

export interface CountQuery {
  readonly by: readonly (Word | "customer")[];
  readonly filter: Filter;
  readonly use?: ReadFor;
  readonly order?: "count" | "last";
  readonly limit?: number;
  /** Adds up `amount` too; without it, `amount` is 0. */
  readonly amounts?: boolean;
  /** Counts rows only, which is much cheaper: `customers` and `cases` are 0. */
  readonly rowsOnly?: boolean;
}
export interface Count {
  readonly key: readonly (string | null)[];
  readonly n: number;
  readonly customers: number;
  readonly cases: number;
  /** Minor units, whatever the currency: group by `currency` too. */
  readonly amount: number;
  /** UTC ms of the first and last row, null when none carries a time. */
  readonly first: number | null;
  readonly last: number | null;
}

/** How much of a source stands on customers whom other sources tell of too. */
export interface KnownElsewhere {
  readonly source: string;
  /** Rows on a customer, and customers; `shared`: those that another source tells of too. */
  readonly rows: number;
  readonly shared: number;
  readonly customers: number;
  readonly sharedCustomers: number;
}

export interface DistinctQuery {
  readonly column: Word | Text;
  readonly filter: Filter;
  readonly use?: ReadFor;
  /** Keeps values that contain this text, ignoring case. */
  readonly contains?: string;
  readonly limit?: number;
}

/** What one apply did, kept in the same transaction as its rows. */
export interface Applied {
  readonly read: number;
  readonly accepted: number;
  readonly refused: number;
  readonly alreadyKnown: number;
  readonly problems: readonly { row: number; field: string | null; reason: string }[];
  /** Rows of this file that the source already told in another file; set only when nothing was kept because of it. */
  readonly overlap: number | null;
  readonly error: string | null;
}
export const NOTHING_APPLIED: Applied = { read: 0, accepted: 0, refused: 0, alreadyKnown: 0, problems: [], overlap: null, error: null };

export interface Refused {
  readonly row: number;
  readonly field: string | null;
  readonly reason: string;
  readonly cells: readonly string[];
}

/** Why a row of somebody who asked to be forgotten is not kept. */
export const FORGOTTEN = "This person asked to be forgotten.";

/** One apply in progress. Everything it writes becomes visible at once, or not at all. */
export interface Apply {
  /** Resolves with the indices of rows that were left out: their customer asked to be forgotten. */
  append(stamp: Stamp, rows: Rows): Promise<readonly number[]>;
  /** Resolves with the rows, as they are kept: of somebody who asked to be forgotten only that there was one. */
  refuse(importId: string, refused: readonly Refused[]): Promise<readonly Refused[]>;
  /** Rows just appended whose id the source already told (or told twice) are taken out; returns how many. */
  dropKnownIds(stamp: Stamp): Promise<number>;
  /** Rows just appended that equal, value for value, rows the source told before; with `drop` they are taken out. */
  overlap(stamp: Stamp, drop: boolean): Promise<number>;
  /** An earlier import of the same bytes into the same source, if it is still there. */
  sameFile(stamp: Stamp, checksum: string): Promise<{ import: string; result: Applied } | null>;
  withdraw(filter: Filter): Promise<number>;
  /**
   * Keeps what a source says of who its customers are. Who comes under a new name with the mail or telephone of somebody forgotten is
   * forgotten too: resolves with the number of rows of this import that went with them.
   */
  people(stamp: Stamp, people: People): Promise<number>;
  /**
   * Says which customer a source's name stands for, from now on and for all that is there; a name that stands for itself is no longer
   * linked. Rows keep the name they came with.
   */
  link(world: string, links: readonly Link[]): Promise<void>;
  /** Keeps what speaks for links, in place of all that was kept of this world. */
  evidence(world: string, evidence: AsyncIterable<readonly Evidence[]>): Promise<void>;
  /** Says what the purposes of a world mean from now on, for all that was ever answered. */
  purposes(world: string, rules: readonly PurposeRule[]): Promise<void>;
  /** Takes out what is past its time. */
  retire(asked: Retire): Promise<Retired>;
  /** Takes out everything of a person, and takes nothing of them in again. */
  erase(asked: Erase): Promise<Erased>;
}

/** A message that is told once, as the store knows it again. */
export interface Message {
  readonly hash: MessageHash;
  /** UTC ms of its arrival. */
  readonly at: number;
  /** It stays known beyond the window: what it told is more than a row among many. */
  readonly lasting: boolean;
  /** Whoever asks knows that it was never told before: the store need not look. */
  readonly surelyNew: boolean;
}

/** One step along the ingest log. */
export interface ApplyStep {
  /** Position in the log that is applied with it. */
  readonly position: number;
  readonly import: string | null;
  readonly checksum: string | null;
  /**
   * Messages this step tells, null for what may be told again; known ones are handed to the work by their index. When all
   * are known, only the position moves on and the work is not called.
   */
  readonly messages?: readonly (Message | null)[];
}

/** The contract every event driver meets; `conformance.ts` runs it against each. */
export interface EventStore {
  /** Position in the ingest log up to which rows are applied. */
  position(): Promise<number>;
  /** Runs `work` in one transaction that also stores the position, the result and the messages. */
  apply(step: ApplyStep, work: (apply: Apply, known: ReadonlySet<number>) => Promise<Applied>): Promise<Applied>;
  /** Messages that were told, newest first, and whether there are more: hashes one after the other, three words each. */
  toldMessages(limit: number): Promise<{ readonly words: Int32Array; readonly at: Float64Array; readonly more: boolean }>;
  /** Whether a message was told and is still known. */
  wasTold(message: MessageHash): Promise<boolean>;
  result(importId: string): Promise<Applied | null>;
  scan(query: ScanQuery): Promise<Scan>;
  countBy(query: CountQuery): Promise<Count[]>;
  distinct(query: DistinctQuery): Promise<{ values: string[]; total: number }>;
  refusedRows(importId: string): Promise<Refused[]>;
  /** By source, then name. */
  people(query: PeopleQuery): Promise<PersonRecord[]>;
  /** Names that stand for another customer, by name and when it began. */
  links(query: LinksQuery): Promise<Link[]>;
  /** By group, then bits, the most first; where only what is open is asked for, by bits. */
  evidence(query: EvidenceQuery): Promise<Evidence[]>;
  /** By source. */
  knownElsewhere(query: { readonly filter: Filter }): Promise<KnownElsewhere[]>;
  /** By when each turn began; rows without a time are left out. */
  beside(query: BesideQuery): Promise<Beside[]>;
  consents(query: ConsentQuery): Promise<ConsentState>;
  /** Every name of customers whose rows are not taken in. */
  refusedNames(world: string): Promise<string[]>;
  /** Position at which `refusedNames` last changed; 0 where there are none. */
  readonly refusing: number;
  close(): Promise<void>;
}
