import { beliefChunk } from "./belief.ts";
import { calendarOf } from "./calendar.ts";
import { COMPANY_TABLES } from "./company-tables.ts";
import type { Chunk, DemoOptions, StreamName } from "./contract.ts";
import { newDraws } from "./draw.ts";
import { eventChunk } from "./event-columns.ts";
import { eventsOf, newEventStream } from "./event-stream.ts";
import { newLife } from "./life.ts";
import { livePerson } from "./live.ts";
import { personOf } from "./person.ts";
import { NEED_ANSWERS, PERSON_TABLES } from "./person-tables.ts";
import { responseChunk } from "./response-columns.ts";
import { newResponseStream, responsesOf } from "./response-stream.ts";
import { personsOf } from "./size.ts";
import { settingsOf } from "./settings-of.ts";
import { newSubscriptionStream, restOfSubscriptions, subscriptionsOf } from "./subscription-stream.ts";
import { addRows, newTable, restOf } from "./table.ts";
import { newTransactionStream, restOfTransactions, transactionsOf } from "./transaction-stream.ts";

/** Streams made of columns from the start, because they have many rows. */
const LARGE: readonly StreamName[] = ["events", "responses", "subscriptions", "transactions"];

/** Every stream there is: those told person by person, then those of the company. */
export const STREAMS: readonly StreamName[] = [
  ...new Set([...LARGE, ...namesOf(PERSON_TABLES), "beliefs" as const, ...namesOf(COMPANY_TABLES)]),
];

/**
 * The company's rows in chunks of at most 65,536, grouped by person and in order of time within. Only the streams asked for are
 * emitted; a stream's rows do not depend on which others are.
 */
export function* chunks(options: DemoOptions, streams: readonly StreamName[] = STREAMS): Generator<Chunk> {
  const persons = personsOf(options);
  const calendar = calendarOf(options.end);
  const settings = settingsOf(options.seed);
  const events = streams.includes("events") ? newEventStream(settings, calendar) : null;
  const responses = streams.includes("responses") ? newResponseStream(calendar) : null;
  const subscriptions = streams.includes("subscriptions") ? newSubscriptionStream(calendar) : null;
  const transactions = streams.includes("transactions") ? newTransactionStream(calendar) : null;
  const tables = streams.flatMap((stream) => {
    const told = PERSON_TABLES[stream];
    return told === undefined ? [] : [{ rows: told.rows, table: newTable(stream, told.shape) }];
  });
  if (tables.length > 0 || streams.some((stream) => LARGE.includes(stream))) {
    const draws = newDraws();
    const withAnswers = streams.some((stream) => NEED_ANSWERS.has(stream));
    const life = newLife(settings, calendar, personOf(0, settings, calendar, draws), withAnswers);
    for (let index = 0; index < persons; index++) {
      const person = personOf(index, settings, calendar, draws);
      livePerson(life, person);
      if (events !== null) yield* eventsOf(events, life.rows, person);
      if (responses !== null) yield* responsesOf(responses, life.answers, person);
      if (subscriptions !== null) yield* subscriptionsOf(subscriptions, life, person);
      if (transactions !== null) yield* transactionsOf(transactions, life, person);
      for (const { rows, table } of tables) yield* addRows(table, rows(life, draws));
    }
  }
  if (events !== null && events.columns.length > 0) yield eventChunk(events.columns);
  if (responses !== null && responses.columns.length > 0) yield responseChunk(responses.columns);
  if (subscriptions !== null) yield* restOfSubscriptions(subscriptions);
  if (transactions !== null) yield* restOfTransactions(transactions);
  for (const { table } of tables) yield* restOf(table);
  if (streams.includes("beliefs")) yield beliefChunk(settings, calendar);
  for (const stream of streams) {
    const told = COMPANY_TABLES[stream];
    if (told === undefined) continue;
    const table = newTable(stream, told.shape);
    yield* addRows(table, told.rows({ settings, calendar, scale: options.scale }));
    yield* restOf(table);
  }
}

function namesOf(tables: Readonly<Partial<Record<StreamName, unknown>>>): StreamName[] {
  return Object.keys(tables) as StreamName[]; // the keys are declared to be stream names
}
