import { readdirSync, writeSync } from "node:fs";
import { join } from "node:path";
import { open, OPERATOR, readConfig } from "../../main.ts";
import { putConnection } from "./put-connection.ts";
import { runConnection } from "./run-connection.ts";
import { findConnection } from "./store.ts";

/** For the crash test: runs a connection on a folder and tells how far it is, until it is killed. */
const [dataDir = "", importDir = "", id = ""] = process.argv.slice(2);
const tell = (line: string) => writeSync(1, `${line}\n`); // in full before the next one, whenever the process is killed
const app = await open(readConfig({ LOG_LEVEL: "silent", IMPORT_DIR: importDir }, { dataDir }));
const as = { actor: OPERATOR, world: "own" as const };
const map = { case: "case", activity: "activity", time: "time" };
await app.call(putConnection, {
  ...as,
  input: { id, name: "Calls", source: "calls", connector: "folder", settings: { quietSeconds: 0 }, as: "events", map },
});
void app.call(runConnection, { ...as, input: { id } }).then(() => tell("ended"));
let before = "";
for (;;) {
  const row = await findConnection(app.records.db, id);
  let uploads = 0;
  try {
    uploads = readdirSync(join(dataDir, "uploads")).length;
  } catch {
    // none was brought yet
  }
  const line = `imports ${row?.imports.length ?? 0} ${row?.underWay == null ? "settled" : "under way"} uploads ${uploads}`;
  if (line !== before) tell(line);
  before = line;
  await new Promise((resolve) => setImmediate(resolve));
}
