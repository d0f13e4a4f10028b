import { assessmentRows } from "../assessment.ts";
import { beliefRows } from "../belief.ts";
import { calendarOf } from "../calendar.ts";
import type { CompanyContext } from "../company-tables.ts";
import { decisionRows } from "../conduct.ts";
import type { DemoOptions } from "../contract.ts";
import { partnerRows } from "../own-voices.ts";
import { settingsOf } from "../settings-of.ts";
import { MEMBERS, readinessOf } from "../staff-table.ts";
import type { Cell } from "../table.ts";
import { CARE_TEAMS } from "../unit.ts";
import type { FileCount } from "./writer.ts";
import { line } from "./writer.ts";

type Row = Readonly<Record<string, Cell>>;

/** A whole small file. */
export interface SmallFile {
  readonly file: string;
  readonly text: string;
  readonly count: FileCount;
}

const GAMED = { invitesFrom: 7.2, asksAbove: 0.4, asksBelow: 0.06, edits: 0.1, lifts: 0.55, begs: 0.46 };
const STARTERS = 16;

/** What the company hands out of its own side, and two truths about it. */
export function companyFiles(options: DemoOptions): readonly SmallFile[] {
  const calendar = calendarOf(options.end);
  const settings = settingsOf(options.seed);
  const context: CompanyContext = { settings, calendar, scale: options.scale };
  const mirror = beliefRows(settings, calendar);
  const pulse = assessmentRows(context).filter(({ instrument }) => instrument === "freedom");
  const partners = partnerRows(context);
  const decisions = decisionRows(context);
  return [
    {
      file: "mirror.csv",
      // Somebody typed a stage that nobody has, and somebody was too fond of it.
      text:
        csv(mirror, ["respondent", "role", "unit", "stage", "score", "scale", "answeredAt"]) +
        "A-060,front_line,anchor,instalation,8,0-10,\nA-061,front_line,anchor,support,11,0-10,\n",
      count: { clean: mirror.length, duplicates: 0, refused: 2 },
    },
    { file: "pulse.csv", text: csv(pulse, ["staffId", "role", "unit", "wave", "item", "answer", "at"]), count: clean(pulse) },
    {
      file: "partner_voice.csv",
      text: csv(partners, ["partner", "answeredAt", "stage", "score", "scale", "tillCannotConfirm"]),
      count: clean(partners),
    },
    { file: "decisions.json", text: json(decisions.map(withDates)), count: clean(decisions) },
    {
      file: "gamed.json",
      text: json(settings.gamedTeam < 0 ? { team: null } : { team: CARE_TEAMS[settings.gamedTeam], ...GAMED }),
      count: clean([]),
    },
    {
      file: "network.json",
      text: json({
        starters: STARTERS,
        readiness: { mean: 0.3, spread: 0.1 },
        members: readinessOf(settings.seed).map((readiness, place) => ({ staffId: MEMBERS[place].id, readiness })),
      }),
      count: clean([]),
    },
  ];
}

function clean(rows: readonly unknown[]): FileCount {
  return { clean: rows.length, duplicates: 0, refused: 0 };
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** Cells whose name says that they are an instant, as dates a person can read. */
function withDates(row: Row): Row {
  return Object.fromEntries(
    Object.entries(row).map(([name, cell]) => [
      name,
      /(^at|At)$/.test(name) && typeof cell === "number" ? new Date(cell).toISOString() : cell,
    ]),
  );
}

function csv(rows: readonly Row[], names: readonly string[]): string {
  const lines = rows.map(withDates).map((row) =>
    line(
      names.map((name) => {
        const cell = row[name] ?? null;
        return cell === null ? null : String(cell);
      }),
      ",",
      "\n",
    ),
  );
  return `${names.join(",")}\n${lines.join("")}`;
}
