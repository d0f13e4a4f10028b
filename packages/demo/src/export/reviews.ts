import { MINUTES_A_DAY, toUtc } from "../calendar.ts";
import { postId } from "../identifier.ts";
import { postOf } from "../post.ts";
import { LANGUAGES } from "../segment.ts";
import { noRows, type Recorded, type Writer } from "./writer.ts";

/** Public reviews, one JSON object a line. */
export function reviewsWriter(): Writer {
  const count = noRows();
  return {
    file: "reviews.jsonl",
    encoding: "utf-8",
    count,
    head: () => "",
    lines: ({ life }: Recorded) => {
      const post = postOf(life);
      const { calendar, person } = life;
      if (post === null) return "";
      const at = (day: number): string => new Date(toUtc(calendar, Math.round(day * MINUTES_A_DAY))).toISOString();
      count.clean += 1;
      return `${JSON.stringify({
        id: postId(person.index),
        author: post.author,
        stars: post.stars,
        scale: "1-5",
        postedAt: at(post.day),
        language: LANGUAGES[person.language],
        text: post.text,
        ...(post.answeredDay < calendar.days ? { answeredAt: at(post.answeredDay) } : {}),
      })}\n`;
    },
    tail: () => "",
  };
}
