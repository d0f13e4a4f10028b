import { z } from "zod";
import { peopleInReach, readList } from "../company/index.ts";
import { read } from "../platform/operation.ts";
import { listActionRows } from "./store.ts";
import { toAction } from "./to-action.ts";
import { Action } from "./words.ts";

export const listActions = read({
  name: "accountability.listActions",
  method: "GET",
  path: "/actions",
  summary: "Who works on which gap, until when, from where to where",
  permission: "accountability:read",
  reach: "unit",
  input: z.object({}),
  output: z.object({ actions: z.array(Action) }),
  async run(ctx) {
    const people = new Map((await readList(ctx.db, ctx.world, "people")).map((person) => [person.id, person.name]));
    const reach = await peopleInReach(ctx.db, ctx.world, ctx.actor);
    const rows = (await listActionRows(ctx.db, ctx.world)).filter((row) => reach === null || reach.has(row.ownerId));
    return { actions: rows.map((row) => toAction(row, people, ctx.clock())) };
  },
});
