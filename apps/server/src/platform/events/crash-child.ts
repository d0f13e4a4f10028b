import { writeSync } from "node:fs";
import { createLog } from "../log.ts";
import { openEvents } from "./client.ts";

/** For the owner thread's test: appends without pause and tells every acknowledgement, until it is killed. */
const [dataDir = "", round = ""] = process.argv.slice(2);
const tell = (line: string) => writeSync(1, `${line}\n`); // in full before the next one, whenever the process is killed
const key = new Uint8Array(32);
const events = await openEvents({
  dataDir,
  thread: { boot: new URL("../boot.mjs", import.meta.url), entry: new URL("./test-thread.ts", import.meta.url) },
  keys: (ids) => Promise.resolve(Object.fromEntries(ids.map((id) => [id, key]))),
  log: createLog("silent"),
});
tell(`ready ${events.version}`);
for (let i = 0; ; i++) {
  const messageId = `${round}-${i}`;
  tell(`sent ${messageId}`);
  const position = await events.append([
    {
      type: "message",
      source: "s",
      subject: "",
      messageId,
      at: 0,
      keyId: "k",
      key,
      payload: Buffer.from(`payload of ${messageId}`),
      settings: {},
      path: null,
    },
  ]);
  tell(`acknowledged ${position} ${messageId}`);
}
