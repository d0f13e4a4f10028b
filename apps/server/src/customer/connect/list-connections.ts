import { z } from "zod";
import { read } from "../../platform/operation.ts";
import { allowed } from "../../platform/permissions.ts";
import { ConnectorId } from "./connector.ts";
import { connectorOf, fieldsOf, SettingField } from "./connectors.ts";
import { runningOf } from "./running.ts";
import { listConnectionRows, toConnections } from "./store.ts";
import { Connection } from "./words.ts";

export const listConnectors = read({
  name: "customer.listConnectors",
  method: "GET",
  path: "/connectors",
  summary: "What can bring rows in by itself, and what it has to be told",
  permission: "customer:read",
  input: z.object({}),
  output: z.object({
    connectors: z.array(
      z.object({
        id: ConnectorId,
        receives: z.boolean().describe("it is sent to, and reads nothing by itself"),
        fields: z.array(SettingField),
      }),
    ),
    folders: z.boolean().describe("whether a directory is named in COUNTERSEAT_IMPORT_DIR"),
  }),
  run: (ctx) =>
    Promise.resolve({
      connectors: ConnectorId.options.map((id) => ({ id, receives: connectorOf(id) === null, fields: fieldsOf(id) })),
      folders: ctx.reach.importDir !== null,
    }),
});

export const listConnections = read({
  name: "customer.listConnections",
  method: "GET",
  path: "/connections",
  summary: "Every connection: how its last run went, and when the next one is due",
  permission: "customer:read",
  input: z.object({}),
  output: z.object({ connections: z.array(Connection) }),
  async run(ctx) {
    const connections = await toConnections(ctx.db, await listConnectionRows(ctx.db), runningOf(ctx.db));
    // How a connection is concerns everybody who reads its rows; how it is reached, who may change that.
    const all = allowed(ctx.actor, "customer:write");
    return { connections: all ? connections : connections.map((one) => ({ ...one, settings: {}, secrets: [], map: {} })) };
  },
});
