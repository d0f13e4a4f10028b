import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { ensurePreview } from "./demo/index.ts";
import { open, version } from "./main.ts";
import { SYSTEM } from "./platform/app.ts";
import { createAuth } from "./platform/auth.ts";
import type { Config } from "./platform/config.ts";
import { createHttp, listenOnSocket } from "./platform/http.ts";
import { type Jobs, startJobs } from "./platform/jobs.ts";

export interface Running {
  readonly url: string;
  /** The link that makes the first owner; null when there is one already. */
  readonly setupUrl: string | null;
  close(): Promise<void>;
}

/** Starts the server on a configured address and on the command line's socket. Apart from main.ts, so that short commands do not load it. */
export async function start(config: Config, webDir: string | null): Promise<Running> {
  const app = await open(config);
  let socket: Server | null = null;
  let jobs: Jobs | null = null;
  try {
    const auth = await createAuth(app.records, config.baseUrl ?? `http://${config.host}:${config.port}`);
    const http = await createHttp({ app, auth, webDir, version });
    await http.listen({ host: config.host, port: config.port });
    socket = await listenOnSocket(http, config.dataDir);
    jobs = await startJobs(
      app.records.executor,
      [{ queue: "deliver-signals", every: "* * * * *", run: () => app.signals.deliverWaiting() }],
      app.log,
    );
    await ensurePreview(app.workContext(SYSTEM, "preview"));
    const address = http.server.address() as AddressInfo;
    const url = config.baseUrl ?? `http://${config.host}:${address.port}`;
    const token = await auth.newSetupToken(Date.now());
    return {
      url,
      setupUrl: token === null ? null : `${url}/setup?token=${token}`,
      async close() {
        await http.close();
        await new Promise((resolve) => socket?.close(resolve));
        await jobs?.stop();
        await app.close();
      },
    };
  } catch (error) {
    socket?.close();
    await jobs?.stop().catch(() => undefined);
    await app.close();
    throw error;
  }
}
