import type { Slice } from "../platform/app.ts";
import { believed } from "./metrics/believed.ts";
import { frontLineBelieved } from "./metrics/front-line-believed.ts";

export const operations = [] as const;
export const culture = { name: "culture", operations, metrics: [believed, frontLineBelieved], handlers: [] } satisfies Slice;
