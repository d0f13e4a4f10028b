import { monthOf, toUtc, wallTime } from "../calendar.ts";
import { below, open } from "../draw.ts";
import { eventId, jobId } from "../identifier.ts";
import { SCOPE } from "../scope.ts";
import { ACTIVITIES, ACTIVITY_SYSTEM, CODE, SYSTEMS } from "../stage.ts";
import { RESOURCE_IDS } from "../staff.ts";
import { UNIT_IDS } from "../unit.ts";
import { shortStreet } from "../words/names.ts";
import { firstRecord, line, noRows, partsOf, type Recorded, type Writer } from "./writer.ts";

const FIELD = SYSTEMS.indexOf("field");
const RENAMED_MONTH = 13;
const RENAMED = ["H3", "Hafen 3"] as const;
const HEAD = "Eintrag\tAuftrag\tBestellung\tKunde\tZeit\tTätigkeit\tTrupp\tTechniker\tDauer\tAnschrift\tTelefon";

/** Jobs of the technicians: tabs, Windows letters, local times without a zone, addresses in one line, one crew renamed in between. */
export function jobsWriter(): Writer {
  const count = noRows();
  return {
    file: "field_jobs.tsv",
    encoding: "windows-1252",
    count,
    head: () => `${HEAD}\r\n`,
    lines: ({ life, records, order, length, draws }: Recorded) => {
      const { rows, person, calendar, settings } = life;
      if (person.base) return "";
      const known = firstRecord(records, "field");
      open(draws, settings.seed, SCOPE.exported, person.index, 4);
      let text = "";
      for (let ordinal = 0; ordinal < length; ordinal++) {
        const row = order[ordinal];
        const activity = rows.activity[row];
        if (ACTIVITY_SYSTEM[activity] !== FIELD) continue;
        const { day, month, year, clock } = partsOf(wallTime(calendar, toUtc(calendar, rows.minute[row])));
        const minutes = 35 + below(draws, 75);
        const crew = UNIT_IDS[rows.unit[row]];
        const renamed = crew === RENAMED[0] && monthOf(calendar, rows.minute[row] / 1440) >= RENAMED_MONTH;
        count.clean += 1;
        text += line(
          [
            eventId(person.index, ordinal),
            jobId(person.index),
            rows.cases[rows.caseRef[row]],
            known?.id ?? null,
            `${day}.${month}.${year} ${clock}`,
            ACTIVITIES[activity],
            renamed ? RENAMED[1] : crew,
            rows.resource[row] < 0 ? null : RESOURCE_IDS[rows.resource[row]],
            activity === CODE.install_done ? durationOf(minutes) : null,
            known === null ? null : `${shortStreet(known.address.street)}, ${known.address.postcode} ${known.address.town}`,
            known?.phone == null ? null : `00999 ${known.phone}`,
          ],
          "\t",
          "\r\n",
        );
      }
      return text;
    },
    tail: () => "",
  };
}

function durationOf(minutes: number): string {
  return minutes < 60 ? `${minutes}min` : `${Math.floor(minutes / 60)}h${String(minutes % 60).padStart(2, "0")}`;
}
