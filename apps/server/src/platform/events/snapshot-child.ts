import { writeSync } from "node:fs";
import { openHere, small } from "./test-events.ts";

/** For the snapshots' test: appends and writes snapshots without pause and tells both, until it is killed. */
const [dataDir = "", round = ""] = process.argv.slice(2);
const tell = (line: string) => writeSync(1, `${line}\n`); // in full before the next one, whenever the process is killed
const key = new Uint8Array(32);
const events = await openHere(dataDir, {
  settings: { segmentBytes: 4000 },
  keys: (ids) => Promise.resolve(Object.fromEntries(ids.map((id) => [id, key]))),
});
void (async () => {
  for (let i = 0; ; i++) {
    const ids = [`${round}-${i}-a`, `${round}-${i}-b`];
    await events.append(ids.map((id) => small(id, { key })));
    for (const id of ids) tell(`acknowledged ${id}`);
  }
})();
for (;;) {
  await new Promise((resolve) => setTimeout(resolve, 150));
  tell("snapshot");
  await events.snapshot();
  tell("written");
}
