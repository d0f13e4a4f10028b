import { toUtc } from "../calendar.ts";
import { CAUSES } from "../cause.ts";
import { open, uniform } from "../draw.ts";
import type { IdentityRecord } from "../identity-record.ts";
import type { Life } from "../life.ts";
import { SCOPE } from "../scope.ts";
import { CHANNELS } from "../segment.ts";
import { ACTIVITIES, ACTIVITY_SYSTEM, CODE, SYSTEMS } from "../stage.ts";
import { RESOURCE_IDS } from "../staff.ts";
import { DESKS, UNIT_IDS } from "../unit.ts";
import { noRows, type Recorded, type Writer } from "./writer.ts";

const DESK = SYSTEMS.indexOf("desk");
const CLOSED_FIRST = 0.001;
const HOUR = 3_600_000;
const OPEN = ["open", "offen", "ouvert"] as const;
const CLOSED = ["closed", "geschlossen", "fermé"] as const;

/** Tickets of the help desk as one JSON list: times as epoch milliseconds, people inside, phones and words of state as each agent types them. */
export function ticketsWriter(): Writer {
  const count = noRows();
  return {
    file: "desk_tickets.json",
    encoding: "utf-8",
    count,
    head: () => "[\n",
    lines: (recorded: Recorded) => {
      const { life, records, draws } = recorded;
      const { person, settings } = life;
      const desk = records.filter((record) => record.system === "desk");
      let text = "";
      for (const [nth, [id, steps]] of [...stepsByTicket(recorded)].entries()) {
        open(draws, settings.seed, SCOPE.exported, person.index, 1000 + nth);
        const words = uniform(draws) < 0.8 ? 0 : uniform(draws) < 0.6 ? 1 : 2;
        const spelling = Math.floor(uniform(draws) * 5);
        // A clerk who typed the closing time wrong: nobody can know which of the two was meant.
        const backwards = uniform(draws) < CLOSED_FIRST;
        const known = desk[desk.length > 1 && uniform(draws) < 0.4 ? 1 : 0];
        if (backwards) count.refused += 1;
        else count.clean += 1;
        text += `${count.clean + count.refused === 1 ? "" : ",\n"}${JSON.stringify(ticketOf(life, { id, steps, known, words, spelling, backwards }))}`;
      }
      return text;
    },
    tail: () => "\n]\n",
  };
}

/** Rows of each ticket that was opened in the record, in order of time. */
function stepsByTicket({ life, order, length }: Recorded): Map<string, number[]> {
  const { rows } = life;
  const tickets = new Map<string, number[]>();
  for (let ordinal = 0; ordinal < length; ordinal++) {
    const row = order[ordinal];
    if (ACTIVITY_SYSTEM[rows.activity[row]] !== DESK && rows.activity[row] !== CODE.plan_changed) continue;
    const id = rows.cases[rows.caseRef[row]];
    const steps = tickets.get(id);
    if (steps !== undefined) steps.push(row);
    else if (rows.activity[row] === CODE.contact_opened) tickets.set(id, [row]);
  }
  return tickets;
}

interface Ticket {
  readonly id: string;
  readonly steps: readonly number[];
  readonly known: IdentityRecord | undefined;
  readonly words: number;
  readonly spelling: number;
  readonly backwards: boolean;
}

function ticketOf(life: Life, { id, steps, known, words, spelling, backwards }: Ticket): object {
  const { rows, calendar } = life;
  const first = steps[0];
  const at = (row: number): number => toUtc(calendar, rows.minute[row]);
  const closing = steps.find((row) => rows.activity[row] === CODE.ticket_closed);
  const opened = at(first);
  const closed = backwards ? opened - HOUR : closing === undefined ? null : at(closing);
  return {
    ticket: id,
    cause: CAUSES[rows.cause[first]],
    status: closed === null ? OPEN[words] : CLOSED[words],
    opened,
    closed,
    channel: CHANNELS[rows.channel[first]],
    team: UNIT_IDS[rows.unit[first]],
    agent: RESOURCE_IDS[rows.resource[first]],
    person: known === undefined ? null : personOf(known, spelling),
    history: steps.slice(1).map((row) => ({
      what: ACTIVITIES[rows.activity[row]],
      at: at(row),
      ...(rows.desk[row] < 0 ? {} : { desk: DESKS[rows.desk[row]] }),
    })),
  };
}

function personOf(known: IdentityRecord, spelling: number): object {
  return {
    id: known.id,
    name: `${known.given} ${known.family}`,
    ...(known.mail === null ? {} : { email: known.mail }),
    ...(known.phone === null ? {} : { phone: phoneAs(known.phone, spelling) }),
  };
}

function phoneAs(digits: string, spelling: number): string {
  const parts = [digits.slice(0, 3), digits.slice(3, 6), digits.slice(6)];
  switch (spelling) {
    case 0:
      return `+999${digits}`;
    case 1:
      return `00999 ${parts.join(" ")}`;
    case 2:
      return `0${digits}`;
    case 3:
      return `+999 (0)${parts.join("-")}`;
    default:
      return `0${parts[0]}/${parts[1]}${parts[2]}`;
  }
}
