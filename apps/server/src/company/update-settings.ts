import { write } from "../platform/operation.ts";
import { readSettings, writeSettings } from "./store.ts";
import { Settings } from "./words.ts";

export const updateSettings = write({
  name: "company.updateSettings",
  method: "PUT",
  path: "/company/settings",
  summary: "Name, time zone, currency and calendar of the organisation",
  permission: "company:write",
  input: Settings,
  output: Settings,
  current: (ctx) => readSettings(ctx.tx, ctx.world),
  async run(ctx, input) {
    await writeSettings(ctx.tx, ctx.world, input);
    return input;
  },
});
