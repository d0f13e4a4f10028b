import { toUtc } from "../calendar.ts";
import { open, uniform } from "../draw.ts";
import { responseId } from "../identifier.ts";
import { SCALES, SURVEYS } from "../response-rows.ts";
import { SCOPE } from "../scope.ts";
import { CHANNELS, LANGUAGES, SEGMENTS } from "../segment.ts";
import { STAGES } from "../stage.ts";
import { UNIT_IDS } from "../unit.ts";
import { line, noRows, type Recorded, type Writer } from "./writer.ts";

const SENT_TWICE = 0.01;
const BROKEN_LINE = 0.3;
const HEAD =
  "answer_id,response_id,survey,question,stage,channel,answered_at,customer_id,segment,score,scale,language,team,reference,comment";
const TEST_ROWS = 3;

/** Answers as the survey tool hands them out: scales of all kinds in one file, comments over several lines, answers sent twice, test rows. */
export function answersWriter(): Writer {
  const count = noRows();
  return {
    file: "survey_answers.csv",
    encoding: "utf-8",
    count,
    head: () => `${HEAD}\n`,
    lines: ({ life, draws }: Recorded) => {
      const { person, calendar, settings, answers } = life;
      const told = answers.filter(({ minute }) => minute < calendar.minutes).sort((a, b) => a.minute - b.minute || a.ordinal - b.ordinal);
      let text = "";
      for (const answered of told) {
        open(draws, settings.seed, SCOPE.exported, person.index, 2000 + answered.ordinal);
        const twice = uniform(draws) < SENT_TWICE;
        const broken = uniform(draws) < BROKEN_LINE;
        const response = responseId(person.index, answered.ordinal);
        let lines = "";
        for (const [place, { kind, score, scale, stage }] of answered.answers.entries()) {
          const comment = place === answered.commentAt ? answered.comment : null;
          // A reason to leave is no score; who reads scores turns it away.
          const scored = !Number.isNaN(score);
          if (scored) count.clean += 1;
          else count.refused += 1;
          if (twice && scored) count.duplicates += 1;
          else if (twice) count.refused += 1;
          lines += line(
            [
              `${response}-${place + 1}`,
              response,
              SURVEYS[answered.survey],
              kind,
              stage < 0 ? null : STAGES[stage],
              answered.channel < 0 ? null : CHANNELS[answered.channel],
              new Date(toUtc(calendar, answered.minute)).toISOString(),
              person.customer,
              SEGMENTS[person.segment],
              scored ? String(score) : null,
              scale < 0 ? null : SCALES[scale],
              LANGUAGES[person.language],
              answered.unit < 0 ? null : UNIT_IDS[answered.unit],
              answered.caseId,
              comment !== null && broken ? comment.replace(". ", ".\n") : comment,
            ],
            ",",
            "\n",
          );
        }
        text += twice ? lines + lines : lines;
      }
      return text;
    },
    tail: () => {
      count.refused += TEST_ROWS;
      return Array.from({ length: TEST_ROWS }, (_, i) => `TEST-${i + 1},TEST,relationship,nps,,,,TEST,,TEST,0-10,en,cx,,TEST\n`).join("");
    },
  };
}
