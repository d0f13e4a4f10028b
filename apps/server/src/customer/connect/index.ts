import type { Due } from "../../platform/app.ts";
import type { ReadContext } from "../../platform/operation.ts";
import { deleteConnection } from "./delete-connection.ts";
import { listConnections, listConnectors } from "./list-connections.ts";
import { putConnection } from "./put-connection.ts";
import { receiveWebhook } from "./receive-webhook.ts";
import { runConnection } from "./run-connection.ts";
import { dueNow } from "./schedule.ts";
import { testConnection } from "./try-connection.ts";

/** Outside systems whose rows come by themselves. */
export const connectOperations = [
  listConnectors,
  listConnections,
  putConnection,
  deleteConnection,
  testConnection,
  runConnection,
  receiveWebhook,
] as const;

export async function dueConnections(ctx: ReadContext): Promise<Due[]> {
  return (await dueNow(ctx)).map((id) => ({ operation: runConnection, input: { id } }));
}
