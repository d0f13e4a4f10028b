import { writeSync } from "node:fs";
import { open, OPERATOR, readConfig } from "../../main.ts";
import { retentionRun } from "../../platform/records/tables.ts";
import { putRetention } from "./put-retention.ts";

/** For the kill test: keeps rows of a source for two years and tells how far it is, until it is killed. */
const [dataDir = "", source = ""] = process.argv.slice(2);
const tell = (line: string) => writeSync(1, `${line}\n`); // in full before the next one, whenever the process is killed
const app = await open(readConfig({ LOG_LEVEL: "silent" }, { dataDir }));
app.events.onApplied(() => tell("applied"));
const done = app.call(putRetention, { actor: OPERATOR, world: "own", input: { source, months: 24, confirm: source } });
let before = "";
let ended = false;
void done.finally(() => (ended = true));
while (!ended) {
  const state = (await app.records.db.select({ state: retentionRun.state }).from(retentionRun))[0]?.state ?? "";
  if (state !== before) tell(state);
  before = state;
  await new Promise((resolve) => setImmediate(resolve));
}
await done;
tell("done");
await app.close();
