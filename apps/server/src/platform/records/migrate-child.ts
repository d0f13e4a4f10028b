import { createLog } from "../log.ts";
import { openRecords } from "./open.ts";

/** For the test that kills a migration: opens the records of a directory with other migrations than the product's, and stays. */
const [, , dataDir = "", migrations = "", databaseUrl = null] = process.argv;
process.send?.("opening");
await openRecords({ dataDir, migrations, databaseUrl, log: createLog("silent") });
process.send?.("open");
setInterval(() => undefined, 60_000);
