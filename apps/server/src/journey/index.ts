import type { Slice } from "../platform/app.ts";
import { getMap } from "./get-map.ts";
import { getModel } from "./get-model.ts";

export const operations = [getModel, getMap] as const;
export const journey = { name: "journey", operations, metrics: [], handlers: [] } satisfies Slice;
