import { CounterseatError } from "@counterseat/server/errors";
import type { Parsed } from "../command.ts";

export const DEMO_OPTIONS = {
  scale: "0.02–10, share of 20,000 people (default 1)",
  seed: "whole number (default 7; from 1000 on the company is drawn)",
};

/** Which sample company is asked for; refuses what the generator would refuse, with a sentence. */
export function optionsOf(args: Parsed): { seed: number; scale: number } {
  const seed = args.number("seed") ?? 7;
  const scale = args.number("scale") ?? 1;
  if (!Number.isInteger(seed) || seed < 0 || seed > 4_294_967_295)
    throw new CounterseatError("invalid", "--seed is a whole number from 0 to 4294967295.");
  if (!(scale >= 0.02 && scale <= 10)) throw new CounterseatError("invalid", "--scale lies between 0.02 and 10.");
  return { seed, scale };
}
