import type { Command } from "../command.ts";

export const startServer: Command = {
  words: ["start"],
  positional: [],
  options: { port: "TCP port (default 4400)", host: "address to listen on (default 127.0.0.1)" },
  summary: "Start Counterseat and print its address",
  async run(args) {
    // Loaded here, not above: a short command should not wait for the server's libraries.
    const { openConfigured, readConfig } = await import("@counterseat/server/stores");
    const dataDir = args.one("data-dir");
    const env = { ...process.env, ...only("COUNTERSEAT_PORT", args.one("port")), ...only("COUNTERSEAT_HOST", args.one("host")) };
    const config = readConfig(env, dataDir === null ? {} : { dataDir });
    const say = (line: string) => process.stderr.write(`${line}\n`);
    // The stores open while the rest of the server is loaded and the pages are looked at.
    const stores = openConfigured(config);
    const opening = import("@counterseat/server").then(({ open }) => open(config, stores));
    const [{ start, untilStopped }, webDir, app] = await Promise.all([import("@counterseat/server/serve"), pages(say), opening]).catch(
      async (error: unknown) => {
        await stores.then((opened) => opened.close()).catch(() => undefined); // the first failure is the one to tell
        throw error;
      },
    );
    const stopped = untilStopped(say); // from here on a stop is a graceful one, also before the address is told
    const running = await start(app, webDir);
    say(`Counterseat listens on ${running.url}`);
    if (running.setupUrl !== null) say(`Make the first account with this one-time link (valid 24 hours):\n  ${running.setupUrl}`);
    await stopped;
    await running.close();
    return undefined;
  },
};

function only(name: string, value: string | null): Record<string, string> {
  return value === null ? {} : { [name]: value };
}

async function pages(say: (line: string) => void): Promise<string> {
  const { buildWeb } = await import("../build-web.ts");
  return buildWeb(say);
}
