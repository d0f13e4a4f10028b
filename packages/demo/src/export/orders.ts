import { toUtc, wallTime } from "../calendar.ts";
import { open, uniform } from "../draw.ts";
import { eventId } from "../identifier.ts";
import { PLANS, planCents } from "../plan.ts";
import { SCOPE } from "../scope.ts";
import { CHANNELS, PARTNER } from "../segment.ts";
import { ACTIVITIES, ACTIVITY_SYSTEM, CODE, SYSTEMS } from "../stage.ts";
import { RESOURCE_IDS } from "../staff.ts";
import { euros, firstRecord, line, noRows, partsOf, type Recorded, type Writer } from "./writer.ts";

const TOLD_TWICE = 0.012;
// NA is North America to a spreadsheet, nothing to a statistician, and here the campaign for new arrivals.
const CAMPAIGNS = ["NA", "SPRING", "FRIENDS", "QUAY5", ""] as const;
const SHOP = SYSTEMS.indexOf("shop");
const HEAD = "Vorgangsnummer;Bestellnummer;Kundennummer;Zeitpunkt;Vorgang;Kanal;Verkäufer;Tarif;Monatspreis;Kampagne;E-Mail";

/** What the shop knows of each order, step by step: German headers, local times day first, decimal comma, some lines told twice. */
export function ordersWriter(): Writer {
  const count = noRows();
  return {
    file: "shop_orders.csv",
    encoding: "utf-8",
    count,
    head: () => `\uFEFF${HEAD}\r\n`,
    lines: ({ life, records, order, length, draws }: Recorded) => {
      const { rows, person, calendar, settings } = life;
      if (person.base) return "";
      const known = firstRecord(records, "shop");
      open(draws, settings.seed, SCOPE.exported, person.index, 0);
      const campaign = CAMPAIGNS[Math.floor(uniform(draws) * CAMPAIGNS.length)];
      let text = "";
      for (let ordinal = 0; ordinal < length; ordinal++) {
        const row = order[ordinal];
        const activity = rows.activity[row];
        if (ACTIVITY_SYSTEM[activity] !== SHOP) continue;
        const { day, month, year, clock } = partsOf(wallTime(calendar, toUtc(calendar, rows.minute[row])));
        const plan = rows.plan[row];
        const written = line(
          [
            eventId(person.index, ordinal),
            rows.cases[rows.caseRef[row]],
            known?.id ?? null,
            `${day}/${month}/${year} ${clock}`,
            ACTIVITIES[activity],
            rows.channel[row] < 0 ? null : CHANNELS[rows.channel[row]],
            rows.resource[row] < 0 ? null : RESOURCE_IDS[rows.resource[row]],
            plan < 0 ? null : PLANS[plan],
            activity === CODE.order_placed ? euros(planCents(plan)) : null,
            campaign,
            person.orderChannel === PARTNER ? null : (known?.mail ?? null),
          ],
          ";",
          "\r\n",
        );
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
