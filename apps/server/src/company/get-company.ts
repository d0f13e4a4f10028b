import { z } from "zod";
import { read } from "../platform/operation.ts";
import { readCompany } from "./store.ts";
import { Company } from "./words.ts";

export const getCompany = read({
  name: "company.getCompany",
  method: "GET",
  path: "/company",
  summary: "Settings and every shared list: people, units, stages, steps, channels, segments, definitions, promises",
  permission: "company:read",
  reach: "organisation",
  input: z.object({}),
  output: Company,
  run: (ctx) => readCompany(ctx.db, ctx.world),
});
