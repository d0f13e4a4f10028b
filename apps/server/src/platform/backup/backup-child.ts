import { writeSync } from "node:fs";
import { join } from "node:path";
import { call, openAt } from "./test-installation.ts";

/** For the test of backups that are cut off: writes one after the other and tells of each, until it is killed. */
const [dataDir = "", into = "", round = ""] = process.argv.slice(2);
const tell = (line: string) => writeSync(1, `${line}\n`); // in full before the next one, whenever the process is killed
const app = await openAt(dataDir);
tell("open");
for (let i = 0; ; i++) {
  const name = `${round}-${i}.counterseat`;
  tell(`begun ${name}`);
  await call(app, "backup.create", { file: join(into, name) });
  tell(`done ${name}`);
}
