import { toUtc } from "../calendar.ts";
import { newDraws, open, uniform } from "../draw.ts";
import { delay, openDelays } from "../event-columns.ts";
import { clearEventRows, newEventRows, newOrder, orderInTime } from "../event-rows.ts";
import { sessionEventId } from "../identifier.ts";
import { SCOPE } from "../scope.ts";
import { putSession, SESSIONS_A_PERSON } from "../session.ts";
import { ACTIVITIES } from "../stage.ts";
import { noRows, type Recorded, type Writer } from "./writer.ts";

const WITH_ANONYMOUS_ID = 0.9;
const TOLD_TWICE = 0.005;
const PAGES: readonly string[] = ["/", "/address", "/offer", "/order"];

/** Clicks of visitors nobody knows, as a web tracker sends them: one JSON object a line, times in UTC, some sent twice, some late. */
export function webWriter(): Writer {
  const count = noRows();
  const rows = newEventRows();
  const order = newOrder();
  const [sessionDraws, late] = [newDraws(), newDraws()];
  return {
    file: "shop_web.jsonl",
    encoding: "utf-8",
    count,
    head: () => "",
    lines: ({ life, draws }: Recorded) => {
      const { person, settings, calendar } = life;
      const { index } = person;
      clearEventRows(rows);
      for (let i = 0; i < SESSIONS_A_PERSON; i++) putSession(rows, index * SESSIONS_A_PERSON + i, settings.seed, calendar, sessionDraws);
      openDelays(late, settings.seed, { index, customer: null, segment: -1 });
      const known = Array.from({ length: SESSIONS_A_PERSON }, (_, i) => {
        open(draws, settings.seed, SCOPE.exported, index * SESSIONS_A_PERSON + i, 1);
        return uniform(draws) < WITH_ANONYMOUS_ID;
      });
      const length = orderInTime(rows, calendar.minutes, order);
      let text = "";
      for (let ordinal = 0; ordinal < length; ordinal++) {
        const row = order[ordinal];
        const time = toUtc(calendar, rows.minute[row]);
        const session = rows.cases[rows.caseRef[row]];
        const written = `${JSON.stringify({
          type: "track",
          messageId: sessionEventId(index, ordinal),
          ...(known[rows.caseRef[row]] ? { anonymousId: `anon-${session}` } : {}),
          event: ACTIVITIES[rows.activity[row]],
          timestamp: new Date(time).toISOString(),
          receivedAt: new Date(time + delay(late)).toISOString(),
          properties: { session },
          context: { page: { path: PAGES[rows.activity[row]] ?? "/" } },
        })}\n`;
        count.clean += 1;
        text += written;
        if (uniform(draws) >= TOLD_TWICE) continue;
        count.duplicates += 1;
        text += written;
      }
      return text;
    },
    tail: () => "",
  };
}
