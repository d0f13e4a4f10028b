import { setTimeout } from "node:timers/promises";
import type { ReadContext } from "../../platform/operation.ts";
import type { Reach } from "./connector.ts";

/** Large enough that files are few, small enough that what a crash cuts off is soon read again. */
const ROWS_PER_PIECE = 50_000;

export function reachOf(ctx: Pick<ReadContext, "clock" | "reach" | "maxUploadBytes">): Reach {
  return {
    clock: ctx.clock,
    importDir: ctx.reach.importDir,
    privateHosts: ctx.reach.privateHosts,
    maxBytes: ctx.maxUploadBytes,
    rowsPerPiece: ROWS_PER_PIECE,
    wait: (ms) => setTimeout(ms),
  };
}
