import { writeSync } from "node:fs";
import { open, readConfig } from "../../main.ts";
import { createAuth } from "../../platform/auth.ts";
import { createHttp, listenOnSocket } from "../../platform/http.ts";

/** For the crash test: the server on its socket, until it is killed. */
const [dataDir = ""] = process.argv.slice(2);
const app = await open(readConfig({ LOG_LEVEL: "silent" }, { dataDir }));
const http = await createHttp({ app, auth: () => createAuth(app.records, "http://localhost"), webDir: null, version: "test" });
await http.ready();
await listenOnSocket(http, dataDir);
writeSync(1, "ready\n");
