import { writeSync } from "node:fs";
import { open, OPERATOR, readConfig } from "../../main.ts";
import { erasure } from "../../platform/records/tables.ts";
import { eraseCustomer } from "./erase-customer.ts";

/** For the kill test: forgets a person and tells how far it is, until it is killed. */
const [dataDir = "", id = ""] = process.argv.slice(2);
const tell = (line: string) => writeSync(1, `${line}\n`); // in full before the next one, whenever the process is killed
const app = await open(readConfig({ LOG_LEVEL: "silent" }, { dataDir }));
app.events.onApplied(() => tell("applied"));
const done = app.call(eraseCustomer, { actor: OPERATOR, world: "own", input: { id, confirm: id, reason: "request" } });
let before = "";
let ended = false;
void done.finally(() => (ended = true));
while (!ended) {
  const state = (await app.records.db.select({ state: erasure.state }).from(erasure))[0]?.state ?? "";
  if (state !== before) tell(state);
  before = state;
  await new Promise((resolve) => setImmediate(resolve));
}
await done;
tell("done");
await app.close();
