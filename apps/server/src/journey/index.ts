import type { Slice } from "../platform/app.ts";
import { getMap } from "./get-map.ts";
import { listWays } from "./list-ways.ts";
import { getModel } from "./get-model.ts";

export const operations = [getModel, getMap, listWays] as const;
export const journey = { name: "journey", operations, metrics: [], handlers: [] } satisfies Slice;
