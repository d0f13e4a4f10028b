import { z } from "zod";
import { CounterseatError, notFound } from "../../platform/errors.ts";
import { minorDigits } from "../../platform/money.ts";
import { read } from "../../platform/operation.ts";
import { askedLog, shareFigure } from "./ask.ts";
import { writtenIn } from "./read-details.ts";
import { OneHandOver } from "./words.ts";

interface Counted {
  readonly waits: Float64Array;
  readonly worth: { readonly customers: number; readonly yearly: number };
  readonly lost: { readonly customers: number; readonly yearly: number };
  readonly gone: Readonly<Record<"stuck" | "others", { readonly n: number; readonly gone: number }>>;
  readonly places: readonly number[];
}
const STUCK_AFTER = 7 * 86_400;
/** Words of fewer writers could be traced to them. */
const LEAST_WRITERS = 10;
const HEARD = 3;

export const getHandOver = read({
  name: "journey.getHandOver",
  method: "GET",
  path: "/journey/hand-over",
  summary: "One hand-over: what customers who went through it wrote, what they are worth, and how many were gone after it",
  permission: "journey:read",
  reach: "organisation",
  // Without conditions: those who wrote could be told apart by setting one and taking it off again.
  input: z.object({ log: z.string().optional(), from: z.string().describe("a department"), to: z.string() }),
  output: OneHandOver,
  async run(ctx, input): Promise<z.infer<typeof OneHandOver>> {
    const { found, company, facts, run } = await askedLog(ctx, { log: input.log });
    const number = (id: string) => facts.silos.findIndex((silo) => silo.id === id);
    const [from, to] = [facts.silos[number(input.from)], facts.silos[number(input.to)]];
    if (from === undefined || to === undefined) throw notFound(`The department "${from === undefined ? input.from : input.to}"`);
    if (run === null) throw new CounterseatError("not-found", "There is no event log yet.", { fix: "Import events first." });
    const asOf = found.last ?? 0;
    const counted = await run<Counted>("journey.handOver", { from: number(from.id), to: number(to.id), asOf, stuckAfter: STUCK_AFTER });
    const money = ctx.actor.may === "everything" || ctx.actor.may.includes("asset:read");
    const unit = 10 ** minorDigits(company.settings.currency);
    const whole = ({ customers, yearly }: Counted["worth"]) => ({ customers, yearly: yearly / unit });
    const gone = ({ n, gone: left }: { n: number; gone: number }) => shareFigure(ctx, "journey.gone", { successes: left, n, asOf });
    const ownPeople = new Set(company.people.flatMap(({ customerId }) => (customerId === null ? [] : [customerId])));
    const written = (await writtenIn(ctx, found, counted.places)).filter(({ customer }) => customer === null || !ownPeople.has(customer));
    const writers = new Set(written.map(({ customer }, at) => customer ?? at)).size;
    const voices =
      writers < LEAST_WRITERS
        ? { hidden: `Fewer than ${LEAST_WRITERS} customers wrote about it, so their words stay hidden.`, comments: [] }
        : { hidden: null, comments: heard(written) };
    return {
      from,
      to,
      count: counted.waits.length,
      median: counted.waits[Math.floor(counted.waits.length / 2)] ?? null,
      currency: company.settings.currency,
      money: money ? { still: whole(counted.worth), gone: whole(counted.lost) } : null,
      gone: { stuck: gone(counted.gone.stuck), others: gone(counted.gone.others) },
      voices,
    };
  },
});

/** The latest of those who were least content, one of each customer. */
function heard(written: readonly { text: string; points: number; time: number; customer: string | null }[]) {
  const each = new Map(written.map((one, at) => [one.customer ?? `row ${at}`, one]));
  return [...each.values()]
    .filter(({ points }) => !Number.isNaN(points))
    .sort((a, b) => a.points - b.points || b.time - a.time)
    .slice(0, HEARD)
    .map(({ text, points, time, customer }) => ({
      text,
      points,
      time: Number.isNaN(time) ? null : new Date(time).toISOString(),
      customer,
    }));
}
