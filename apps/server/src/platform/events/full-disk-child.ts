import { openIngestLog } from "./ingest-log.ts";

/** For the ingest log's test: appends under a file size limit until the disk is "full", then a smaller record, and tells what was acknowledged. */
const log = await openIngestLog({ dataDir: process.argv[2] ?? "" });
let acknowledged = 0;
let refused = 0;
const append = (bytes: number) =>
  log
    .append([
      {
        type: "t",
        source: "s",
        subject: "",
        messageId: "m",
        at: 0,
        keyId: "k",
        key: new Uint8Array(32),
        payload: new Uint8Array(bytes),
        settings: {},
      },
    ])
    .then(() => (acknowledged += 1))
    .catch(() => (refused += 1));
while (refused === 0) await append(5000);
await log.mend();
for (let i = 0; i < 3; i++) await append(100);
await log.close();
process.stdout.write(JSON.stringify({ acknowledged, refused }));
