import type { Cell, Company } from "../api-types.ts";
import { useRead } from "../session/read.ts";

/** "Installation · Phone · Busy Families": a cell in the company's own words. */
export type CellName = (cell: Pick<Cell, "stageLabel" | "channel" | "segment">) => string;

export function useCellName(): CellName {
  const company = useRead("company.getCompany", {}).data;
  return (cell) => cellName(cell, company);
}

export function cellName(
  cell: Pick<Cell, "stageLabel" | "channel" | "segment">,
  company: Pick<Company, "channels" | "segments"> | undefined,
): string {
  const word = (list: readonly { id: string; label: string }[] | undefined, id: string | null) =>
    id === null ? null : (list?.find((each) => each.id === id)?.label ?? id);
  return [cell.stageLabel, word(company?.channels, cell.channel), word(company?.segments, cell.segment)]
    .filter((part) => part !== null)
    .join(" · ");
}
