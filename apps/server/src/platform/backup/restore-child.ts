import { writeSync } from "node:fs";
import { restoreBackup } from "./restore-backup.ts";

/** For the test of restores that are cut off. */
const [file = "", dataDir = "", databaseUrl = ""] = process.argv.slice(2);
writeSync(1, "begun\n");
await restoreBackup({ file, dataDir, databaseUrl: databaseUrl === "" ? null : databaseUrl });
writeSync(1, "done\n");
