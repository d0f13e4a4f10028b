import type { Slice } from "../platform/app.ts";
import { listComments } from "./list-comments.ts";
import { experienced } from "./metrics/experienced.ts";

export const operations = [listComments] as const;
export const voice = { name: "voice", operations, metrics: [experienced], handlers: [] } satisfies Slice;
