import { z } from "zod";

/** A cell by its place: stage ~ channel ~ segment, `*` where all are meant. Owner and period narrow a view, not a place. */
export interface CellPlace {
  readonly stage: string;
  readonly channel: string | null;
  readonly segment: string | null;
}

export function cellKey(place: CellPlace): string {
  return [place.stage, place.channel ?? "*", place.segment ?? "*"].join("~");
}

export const CellKeyText = z
  .string()
  .regex(/^[^~]+~[^~]+~[^~]+$/, "a cell's key is stage~channel~segment, with * for all")
  .transform((key): CellPlace => {
    const [stage = "", channel = "*", segment = "*"] = key.split("~");
    return { stage, channel: channel === "*" ? null : channel, segment: segment === "*" ? null : segment };
  });
