import type { Connection } from "../api-types.ts";
import { t } from "../messages/text.ts";
import { count, moment } from "../ui/format.ts";
import type { ChipState } from "../ui/state-chip.tsx";

/** How a connection is, as a sentence: what its last run brought, and when the next one is. */
export function healthOf(connection: Connection): string[] {
  const { state, connector, endedAt } = connection;
  const sent = connector === "webhook";
  const when = endedAt === null ? "" : moment(endedAt);
  if (state === "running") return [t("connections.running")];
  if (state === "new") return [t(sent ? "connections.new.webhook" : "connections.new"), ...nextOf(connection)];
  if (state === "failing") return [t("connections.failed", { when }), ...nextOf(connection)];
  const { read, accepted, refused } = connection;
  if (sent) return [t("connections.well.webhook", { when })];
  return [t("connections.well", { when, read: count(read), kept: count(accepted), refused: count(refused) }), ...nextOf(connection)];
}

function nextOf({ connector, state, nextAt, everyMinutes }: Connection): string[] {
  if (connector === "webhook") return [];
  if (everyMinutes === null || nextAt === null) return [t("connections.next.never")];
  return [t(state === "failing" ? "connections.next.again" : "connections.next", { when: moment(nextAt) })];
}

export const CHIPS: Readonly<Record<Connection["state"], ChipState>> = {
  new: "waiting",
  running: "reading",
  well: "working",
  failing: "failed",
};
