import { z } from "zod";
import { readList } from "../company/index.ts";
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
  input: z.object({}),
  output: z.object({ actions: z.array(Action) }),
  async run(ctx) {
    const people = new Map((await readList(ctx.db, ctx.world, "people")).map((person) => [person.id, person.name]));
    return { actions: (await listActionRows(ctx.db, ctx.world)).map((row) => toAction(row, people, ctx.clock())) };
  },
});
