import { MINUTES_A_DAY, toUtc } from "../calendar.ts";
import { cancelSession } from "../departure.ts";
import { REASONS } from "../reason.ts";
import { CHANNELS } from "../segment.ts";
import { noRows, type Recorded, type Writer } from "./writer.ts";

/** Every cancellation that somebody asked for, one JSON object a line. */
export function leavingsWriter(): Writer {
  const count = noRows();
  return {
    file: "cancel_sessions.jsonl",
    encoding: "utf-8",
    count,
    head: () => "",
    lines: ({ life }: Recorded) => {
      const { calendar, person, departures } = life;
      const at = (day: number): string => new Date(toUtc(calendar, Math.round(day * MINUTES_A_DAY))).toISOString();
      let text = "";
      for (const [nth, departed] of departures.entries()) {
        const session = cancelSession(life, departed, nth);
        if (session === null) continue;
        count.clean += 1;
        text += `${JSON.stringify({
          id: departed.id,
          customer: person.customer,
          requestedAt: at(departed.requested),
          confirmedAt: at(departed.confirmed),
          channel: CHANNELS[departed.channel],
          screens: session.screens,
          seconds: Math.round(session.seconds),
          offers: session.offers,
          humanRequired: session.humanRequired,
          asked: true,
          ...(departed.said < 0 ? {} : { reasonSaid: REASONS[departed.said] }),
        })}\n`;
      }
      return text;
    },
    tail: () => "",
  };
}
