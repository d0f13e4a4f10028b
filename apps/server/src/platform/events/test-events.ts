import { randomBytes } from "node:crypto";
import { createLog } from "../log.ts";
import { type AppendedRecord, type Events, type OpenEvents, openEvents } from "./client.ts";

/** For tests: the event side with the appliers of test-thread.ts, and records that it understands. */
export const KEY = new Uint8Array(randomBytes(32));
export type Keys = OpenEvents["keys"];
export const oneKey: Keys = (ids) => Promise.resolve(Object.fromEntries(ids.map((id) => [id, KEY])));

/** Rows of one record of the type `message`: test-thread.ts starts a thread when it is imported. */
export const ROWS = 3000;

export const openHere = (dataDir: string, over: Partial<OpenEvents> = {}): Promise<Events> =>
  openEvents({
    dataDir,
    thread: { boot: new URL("../boot.mjs", import.meta.url), entry: new URL("./test-thread.ts", import.meta.url) },
    keys: oneKey,
    log: createLog("silent"),
    ...over,
  });

export const message = (messageId: string, over: Partial<AppendedRecord> = {}): AppendedRecord => ({
  type: "message",
  source: "s",
  subject: "",
  messageId,
  at: 0,
  keyId: "k",
  key: KEY,
  payload: Buffer.from(`payload of ${messageId}`),
  settings: {},
  path: null,
  ...over,
});

/** A small record that is told once. */
export const small = (messageId: string, over: Partial<AppendedRecord> = {}): AppendedRecord =>
  message(messageId, { type: "small", once: true, ...over });

/** Rows by customer, which is the message id. */
export const applied = async (events: Events): Promise<Map<string, number>> =>
  new Map((await events.countBy({ by: ["customer"], filter: {} })).map((c) => [c.key[0] ?? "", c.n]));

export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 5));
}
