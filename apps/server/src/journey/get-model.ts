import { z } from "zod";
import { read } from "../platform/operation.ts";
import { findLog, withLog } from "./with-log.ts";
import { JourneyModel } from "./words.ts";

export const getModel = read({
  name: "journey.getModel",
  method: "GET",
  path: "/journey/model",
  summary: "What followed what, how often and after how long (times in seconds)",
  permission: "journey:read",
  reach: "organisation",
  input: z.object({ log: z.string().min(1) }),
  output: JourneyModel,
  run: async (ctx, input) => withLog<JourneyModel>(ctx, await findLog(ctx, input.log), "journey.model", {}),
});
