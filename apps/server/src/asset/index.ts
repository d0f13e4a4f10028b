import type { Slice } from "../platform/app.ts";
import { getLedger } from "./get-ledger.ts";
import { getStatement } from "./get-statement.ts";
import { forgetWorld, takeGoals } from "./handlers.ts";
import { listLine } from "./list-line.ts";
import { ledger } from "./metrics/ledger.ts";
import { worth } from "./metrics/worth.ts";
import { putGoalLine } from "./put-goal.ts";
import { removeGoalLine } from "./remove-goal.ts";

export const operations = [getLedger, getStatement, listLine, putGoalLine, removeGoalLine] as const;
export const asset = { name: "asset", operations, metrics: [ledger, worth], handlers: [takeGoals, forgetWorld] } satisfies Slice;
