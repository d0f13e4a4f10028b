import type { Slice } from "../platform/app.ts";
import { getLedger } from "./get-ledger.ts";

export const operations = [getLedger] as const;
export const asset = { name: "asset", operations, metrics: [], handlers: [] } satisfies Slice;
