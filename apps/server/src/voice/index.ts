import type { Slice } from "../platform/app.ts";
import { getScores } from "./get-scores.ts";
import { listComments } from "./list-comments.ts";
import { listResponses } from "./list-responses.ts";
import { experienced } from "./metrics/experienced.ts";
import { scores } from "./metrics/scores.ts";

export const operations = [listComments, getScores, listResponses] as const;
export const voice = { name: "voice", operations, metrics: [experienced, ...scores], handlers: [] } satisfies Slice;
