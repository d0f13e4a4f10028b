import type { Cell } from "../api-types.ts";

export function cellName(cell: Pick<Cell, "stageLabel" | "channel" | "segment">): string {
  return [cell.stageLabel, cell.channel, cell.segment].filter((part) => part !== null).join(" · ");
}
