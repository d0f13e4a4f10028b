import { calendarOf } from "../calendar.ts";
import type { DemoOptions } from "../contract.ts";
import { newDraws } from "../draw.ts";
import { newOrder, orderInTime } from "../event-rows.ts";
import { recordsOf } from "../identity-record.ts";
import { newLife } from "../life.ts";
import { livePerson } from "../live.ts";
import { personOf } from "../person.ts";
import { settingsOf } from "../settings-of.ts";
import { personsOf } from "../size.ts";
import { answersWriter } from "./answers.ts";
import { invoicesWriter, paymentsWriter, subscriptionsWriter } from "./billing.ts";
import { companyFiles } from "./company-files.ts";
import { contactsWriter } from "./contacts.ts";
import { identitiesWriter } from "./identities.ts";
import { jobsWriter } from "./jobs.ts";
import { leavingsWriter } from "./leavings.ts";
import { ordersWriter } from "./orders.ts";
import { reviewsWriter } from "./reviews.ts";
import { ticketsWriter } from "./tickets.ts";
import { webWriter } from "./web.ts";
import type { Encoding, FileCount, Writer } from "./writer.ts";

/** The next piece of a file; the pieces of a file come in its order, those of several files mixed. */
export interface Piece {
  readonly file: string;
  /** How the text is to be written; every letter in it exists in that encoding. */
  readonly encoding: Encoding;
  readonly text: string;
}

const PIECE_CHARACTERS = 1 << 18;

/**
 * The same facts as the clean streams, as each of Harbourline's systems would hand them out: formats, spellings and mistakes included.
 * Returns at the end how many rows of each file are in the clean stream, told twice, or to be refused; together they are all its rows.
 */
export function* exportFiles(options: DemoOptions): Generator<Piece, Readonly<Record<string, FileCount>>> {
  const persons = personsOf(options);
  const calendar = calendarOf(options.end);
  const settings = settingsOf(options.seed);
  const writers: readonly Writer[] = [
    ordersWriter(),
    webWriter(),
    contactsWriter(),
    jobsWriter(),
    ticketsWriter(),
    invoicesWriter(),
    subscriptionsWriter(),
    paymentsWriter(),
    answersWriter(),
    reviewsWriter(),
    leavingsWriter(),
    identitiesWriter(),
  ];
  const pending = writers.map((writer) => writer.head());
  const draws = newDraws();
  const order = newOrder();
  const life = newLife(settings, calendar, personOf(0, settings, calendar, draws), true);
  for (let index = 0; index < persons; index++) {
    livePerson(life, personOf(index, settings, calendar, draws));
    const length = orderInTime(life.rows, calendar.minutes, order);
    const records = recordsOf(life, draws);
    for (let i = 0; i < writers.length; i++) {
      pending[i] += writers[i].lines({ life, records, order, length, draws });
      if (pending[i].length < PIECE_CHARACTERS) continue;
      yield { file: writers[i].file, encoding: writers[i].encoding, text: pending[i] };
      pending[i] = "";
    }
  }
  for (const [i, { file, encoding, tail }] of writers.entries()) yield { file, encoding, text: pending[i] + tail() };
  const small = companyFiles(options);
  for (const { file, text } of small) yield { file, encoding: "utf-8", text };
  const counted = [...writers, ...small];
  return Object.fromEntries(counted.map(({ file, count }) => [file, { ...count }]));
}
