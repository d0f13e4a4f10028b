import { z } from "zod";
import { notFound } from "../../platform/errors.ts";
import { ConnectionId } from "../../platform/ids.ts";
import { write } from "../../platform/operation.ts";
import { findConnection, removeConnection, toConnections } from "./store.ts";

export const deleteConnection = write({
  name: "customer.deleteConnection",
  method: "DELETE",
  path: "/connections/{id}",
  summary: "End a connection and forget its secrets; what it brought stays",
  permission: "customer:write",
  input: z.object({ id: ConnectionId }),
  output: z.object({ id: z.string() }),
  async current(ctx, { id }) {
    const row = await findConnection(ctx.tx, id);
    return row === null ? null : ((await toConnections(ctx.tx, [row], new Set()))[0] ?? null);
  },
  async run(ctx, { id }) {
    if (!(await removeConnection(ctx.tx, id))) throw notFound("This connection");
    return { id };
  },
  subject: (input) => input.id,
});
