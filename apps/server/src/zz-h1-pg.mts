import { writeFileSync } from "node:fs";
import { startPostgres } from "../../../scripts/postgres.ts";
const pg = await startPostgres(process.argv.slice(2));
writeFileSync("/tmp/h1/pg-url", pg.url);
console.log(pg.url, process.pid);
process.on("SIGTERM", () => {
  void pg.stop().then(() => process.exit(0));
});
setInterval(() => undefined, 1000);
