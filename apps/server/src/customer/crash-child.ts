import { createReadStream, writeSync } from "node:fs";
import { basename } from "node:path";
import { z } from "zod";
import { open, OPERATOR, readConfig } from "../main.ts";
import { startImport } from "./start-import.ts";
import { upload } from "./upload-file.ts";

/** For the crash test: imports a file and tells how far it is, until it is killed. */
const [dataDir = "", path = ""] = process.argv.slice(2);
const tell = (line: string) => writeSync(1, `${line}\n`); // in full before the next one, whenever the process is killed
const app = await open(readConfig({ LOG_LEVEL: "silent" }, { dataDir }));
const as = { actor: OPERATOR, world: "own" as const };
const uploaded = z
  .object({ upload: z.string() })
  .parse(await app.call(upload, { ...as, input: {}, file: { name: basename(path), stream: createReadStream(path) } }));
app.events.onApplied(() => tell("applied"));
const map = { case: "case", activity: "activity", time: "time" };
const started = z
  .object({ id: z.string() })
  .parse(await app.call(startImport, { ...as, input: { upload: uploaded.upload, as: "events", source: "crm", map } }));
tell(`acknowledged ${started.id}`);
for (;;) {
  const progress = app.events.progressOf(started.id);
  if (progress !== null) tell(`progress ${progress.share}`);
  await new Promise((resolve) => setImmediate(resolve));
}
