import { z } from "zod";
import { notFound } from "../platform/errors.ts";
import { write } from "../platform/operation.ts";
import { findEntry, removeEntry as remove } from "./store.ts";
import { ListName } from "./words.ts";

export const removeEntry = write({
  name: "company.removeEntry",
  method: "DELETE",
  path: "/company/{list}/{id}",
  summary: "Take an entry off a list; rows that name it keep its id",
  permission: "company:write",
  input: z.object({ list: ListName, id: z.string() }),
  output: z.object({ removed: z.string() }),
  current: (ctx, input) => findEntry(ctx.tx, ctx.world, input.list, input.id),
  async run(ctx, input) {
    if (!(await remove(ctx.tx, ctx.world, input.list, input.id))) throw notFound(`${input.list}/${input.id}`);
    return { removed: input.id };
  },
  subject: (input) => `${input.list}/${input.id}`,
});
