import type { Coded, Filter } from "../platform/events/contract.ts";
import type { ReadContext } from "../platform/operation.ts";
import { whileUnchanged } from "../platform/while-unchanged.ts";
import { answerFilter } from "./read-answers.ts";

/** Every answered question as columns, the newest first, those without a time last. */
export interface Responses {
  readonly length: number;
  readonly time: Float64Array;
  readonly score: Float64Array;
  readonly points: Float64Array;
  readonly kind: Coded;
  readonly scale: Coded;
  readonly stage: Coded;
  readonly channel: Coded;
  readonly segment: Coded;
  /** Who answered, as a code; answers that name nobody have one each. */
  readonly person: Int32Array;
  /** Customer id by person. */
  readonly customers: readonly (string | null)[];
  /** Row → what was written with it. */
  readonly comments: ReadonlyMap<number, string>;
}

const kept = whileUnchanged<Responses>();

/** What customers answered and wrote, without the company's own people who are customers too. */
export async function readResponses(ctx: ReadContext): Promise<Responses> {
  const filter = await answerFilter(ctx);
  return kept(ctx.events, JSON.stringify(filter), () => read(ctx, filter));
}

async function read(ctx: ReadContext, filter: Filter): Promise<Responses> {
  const scan = await ctx.events.scan({
    filter,
    numbers: ["time", "score", "points"],
    words: ["kind", "scale", "stage", "channel", "segment"],
    codes: ["customer", "respondent"],
    texts: ["customer", "comment"],
    order: "newest",
  });
  const people = new Map<string, number>();
  const customers: (string | null)[] = [];
  const comments = new Map<number, string>();
  const person = new Int32Array(scan.length);
  for (let row = 0; row < scan.length; row += 1) {
    const [customer, respondent] = [scan.codes.customer?.[row] ?? -1, scan.codes.respondent?.[row] ?? -1];
    const name = customer >= 0 ? `customer ${customer}` : respondent >= 0 ? `respondent ${respondent}` : `row ${row}`;
    const known = people.get(name);
    if (known === undefined) {
      people.set(name, customers.length);
      person[row] = customers.push(scan.texts.customer?.[row] ?? null) - 1;
    } else person[row] = known;
    const comment = scan.texts.comment?.[row] ?? "";
    if (comment !== "") comments.set(row, comment);
  }
  const none: Coded = { codes: new Int32Array(), dictionary: [] };
  const { kind = none, scale = none, stage = none, channel = none, segment = none } = scan.words;
  const { time = new Float64Array(), score = new Float64Array(), points = new Float64Array() } = scan.numbers;
  return { length: scan.length, time, score, points, kind, scale, stage, channel, segment, person, customers, comments };
}
