import { MINUTES_A_DAY, toUtc } from "./calendar.ts";
import type { CompanyContext } from "./company-tables.ts";
import { below, newDraws, open, uniform } from "./draw.ts";
import { SCOPE } from "./scope.ts";
import type { Cell, Shape } from "./table.ts";

type Row = Readonly<Record<string, Cell>>;

function dateIn({ calendar }: CompanyContext, month: number, day: number): number {
  return toUtc(calendar, (calendar.monthStart[month] + day) * MINUTES_A_DAY);
}

export const COMMITMENT_SHAPE: Shape = {
  id: "text",
  leader: "text",
  text: "text",
  measure: "text",
  from: "number",
  dueAt: "number",
  saidKept: "text",
};

// [id, leader, text, measure, month it was given]
const COMMITMENTS: readonly (readonly [string, string, string, string, number])[] = [
  ["K-01", "L06", "I read ten customers' letters a month, aloud, in our meeting.", "letters read a month", 5],
  ["K-02", "L04", "I ride along with a crew every month.", "days with a crew a month", 6],
  ["K-03", "L07", "No wrong bill waits longer than ten days.", "share of wrong bills corrected in ten days", 7],
  ["K-04", "L05", "Faults get a person of their own within a day.", "share of transferred faults picked up in a day", 9],
  ["K-05", "L02", "No offer without its price after the promotion.", "share of offers that show the later price", 10],
  ["K-06", "L08", "Leaving online takes two screens, for ever.", "screens until a cancellation online", 11],
  ["K-07", "L01", "Customers come first on every agenda.", "place of customers on the agenda", 12],
  ["K-08", "L03", "No order leaves the shop with a wrong address.", "share of orders that field sends back", 14],
  ["K-09", "L09", "Every low score hears from us within two days.", "share of cases answered in two days", 23],
];
const NOT_DUE = "K-09";

/** What leaders have promised in front of everybody. Each says of themselves that they keep it; whether they do is in the record. */
export function commitmentRows(context: CompanyContext): readonly Row[] {
  return COMMITMENTS.map(([id, leader, text, measure, month]) => ({
    id,
    leader,
    text,
    measure,
    from: dateIn(context, month, 0),
    dueAt: id === NOT_DUE ? context.calendar.end + 92 * 86_400_000 : dateIn(context, Math.min(24, month + 6), 0),
    saidKept: id === NOT_DUE ? null : "yes",
  }));
}

export const DECISION_SHAPE: Shape = {
  id: "text",
  title: "text",
  owner: "text",
  decidedAt: "number",
  reviewAt: "number",
  customerNote: "text",
  predictedMeasure: "text",
  predicted: "number",
  predictedMonthlyCents: "number",
};

/** Six decisions, two of them with a word on what they do to customers; D-03 is the price rise and what was expected of it. */
export function decisionRows(context: CompanyContext): readonly Row[] {
  const { priceRise } = context.settings;
  const at = (month: number): number => dateIn(context, month, 4);
  const plain = (id: string, title: string, owner: string, month: number, customerNote: string | null): Row => ({
    id,
    title,
    owner,
    decidedAt: at(month),
    reviewAt: at(Math.min(24, month + 6)),
    customerNote,
  });
  return [
    plain("D-01", "Partner shops get a higher commission", "L15", 4, null),
    plain("D-02", "Text messages before visits, as a trial", "L04", 11, "fewer people wait at home for nobody"),
    {
      ...plain(
        "D-03",
        priceRise === null ? "Prices stay as they are" : "A plan becomes dearer",
        "L07",
        Math.max(1, (priceRise?.month ?? 17) - 2),
        null,
      ),
      reviewAt: at(24),
      predictedMeasure: "extra people who leave by month 24",
      predicted: priceRise === null ? 0 : Math.round(60 * context.scale),
      predictedMonthlyCents: priceRise === null ? 0 : Math.round(2_300_000 * context.scale),
    },
    plain("D-04", "Second supplier of the Wi-Fi box", "L16", 19, null),
    plain("D-05", "One number for all questions", "L06", 8, "people need to explain themselves once only"),
    plain("D-06", "Office moves to the old basin", "L10", 15, null),
  ];
}

export const FORUM_SHAPE: Shape = { id: "text", name: "text", chair: "text", plannedAt: "number", heldAt: "number", state: "text" };

const LATE = [4, 8, 12, 15];
const DROPPED = [6, 10, 16];

/** Eighteen monthly forums were planned; eleven were held on their day, four later, three not at all. */
export function forumRows(context: CompanyContext): readonly Row[] {
  const clean = context.settings.variant === "clean";
  return Array.from({ length: 18 }, (_, i) => {
    const nth = i + 1;
    const dropped = !clean && DROPPED.includes(nth);
    const late = !clean && LATE.includes(nth);
    const plannedAt = dateIn(context, 6 + nth, 9);
    return {
      id: `F-${String(nth).padStart(2, "0")}`,
      name: "Customer forum",
      chair: "L01",
      plannedAt,
      heldAt: dropped ? null : plannedAt + (late ? 7 * 86_400_000 : 0),
      state: dropped ? "dropped" : late ? "held late" : "held",
    };
  });
}

export const AGENDA_SHAPE: Shape = { meeting: "text", at: "number", item: "number", topic: "text", minutes: "number", weight: "number" };

// Minutes of each meeting by topic, and the weight of the topic on the leaders' scorecard.
const TOPICS: readonly (readonly [string, number, number])[] = [
  ["sales", 52, 0.45],
  ["costs", 36, 0.25],
  ["customers", 26, 0.15],
  ["people", 6, 0.15],
];
const EVEN: readonly (readonly [string, number, number])[] = TOPICS.map(([topic]) => [topic, 30, 0.25]);

/** What the leaders spend their meetings on, month by month. */
export function agendaRows(context: CompanyContext): readonly Row[] {
  const draws = newDraws();
  const topics = context.settings.variant === "clean" ? EVEN : TOPICS;
  return Array.from({ length: 24 }, (_, i) => i + 1).flatMap((month) => {
    open(draws, context.settings.seed, SCOPE.agenda, month, 0);
    const first = below(draws, topics.length);
    return topics.map((_, i): Row => {
      const [topic, minutes, weight] = topics[(first + i) % topics.length];
      // Nobody looks at the clock to the minute.
      const shift = Math.round(4 * (uniform(draws) - 0.5));
      return {
        meeting: `M-${String(month).padStart(2, "0")}`,
        at: dateIn(context, month, 5),
        item: i + 1,
        topic,
        minutes: minutes + shift,
        weight,
      };
    });
  });
}
