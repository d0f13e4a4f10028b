import { takeLock } from "../lock.ts";

/** For the lock's test: holds the lock of a directory until it is killed. */
takeLock(process.argv[2] ?? "");
process.send?.("held");
setInterval(() => undefined, 60_000);
