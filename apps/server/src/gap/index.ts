import type { Slice } from "../platform/app.ts";
import { getBoard } from "./get-board.ts";
import { getEvidence } from "./get-evidence.ts";
import { followAction, forgetWorld } from "./handlers.ts";
import { belief } from "./metrics/belief.ts";
import { price } from "./metrics/price.ts";

export const operations = [getBoard, getEvidence] as const;
export const gap = { name: "gap", operations, metrics: [belief, price], handlers: [followAction, forgetWorld] } satisfies Slice;
