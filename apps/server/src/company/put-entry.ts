import { z } from "zod";
import { invalidFields } from "../platform/errors.ts";
import { write } from "../platform/operation.ts";
import { findEntry, putEntries } from "./store.ts";
import { ListName, lists } from "./words.ts";

export const putEntry = write({
  name: "company.putEntry",
  method: "PUT",
  path: "/company/{list}/{id}",
  summary: "Add an entry to a list, or change it",
  permission: "company:write",
  input: z.object({ list: ListName, id: z.string(), entry: z.record(z.string(), z.unknown()) }),
  output: z.record(z.string(), z.unknown()),
  current: (ctx, input) => findEntry(ctx.tx, ctx.world, input.list, input.id),
  async run(ctx, input) {
    const parsed = lists[input.list].safeParse({ ...input.entry, id: input.id });
    if (!parsed.success) throw invalidFields(parsed.error);
    const entry = parsed.data;
    await putEntries(ctx.tx, ctx.world, input.list, [entry]);
    return entry;
  },
  subject: (input) => `${input.list}/${input.id}`,
});
