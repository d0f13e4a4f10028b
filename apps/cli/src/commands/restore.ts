import { resolve } from "node:path";
import type { Command } from "../command.ts";

export const restore: Command = {
  words: ["restore"],
  positional: ["FILE"],
  options: { verify: null, erasures: "FILE: a register of erasures, beside those that lie with the backup" },
  summary: "Restore a backup into an empty data directory; --verify tries it out in a temporary one",
  async run(args) {
    const { isUnused, openConfigured, readConfig, restoreAndOpen, verifyBackup } = await import("@counterseat/server/stores");
    const file = resolve(args.positional[0] ?? "");
    const dataDir = args.one("data-dir");
    const config = readConfig({ COUNTERSEAT_LOG_LEVEL: "error", ...process.env }, dataDir === null ? {} : { dataDir });
    const open = (place: { readonly dataDir: string; readonly databaseUrl: string | null }) => openConfigured({ ...config, ...place });
    const say = (line: string) => process.stderr.write(`${line}\n`);
    // With an empty directory named, --verify restores into it; everywhere else it changes nothing.
    if (args.has("verify") && (dataDir === null || !isUnused(config.dataDir))) {
      if (dataDir !== null) say(`${config.dataDir} is not empty: the backup is only tried out.`);
      say("Restoring into a temporary directory …");
      const checked = await verifyBackup({ file, open });
      say("The backup is whole and opens.");
      return { restored: false, ...checked };
    }
    say(`Restoring into ${config.dataDir} …`);
    const register = args.one("erasures");
    const erasures = register === null ? null : resolve(register);
    const checked = await restoreAndOpen({ file, dataDir: config.dataDir, databaseUrl: config.databaseUrl, open, erasures });
    // Opened once as a server would: who was forgotten since the backup is forgotten again before anybody looks.
    const { open: openApp } = await import("@counterseat/server");
    await (await openApp(config)).close();
    say("Restored. Start Counterseat with this data directory.");
    return { restored: true, ...checked };
  },
};
