import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { ensurePreview } from "./demo/index.ts";
import { version } from "./main.ts";
import type { App } from "./platform/app.ts";
import type { Auth } from "./platform/auth.ts";
import { stopHttp } from "./platform/drain.ts";
import { createHttp, listenOnSocket } from "./platform/http.ts";
import { type Jobs, startJobs } from "./platform/jobs.ts";
import { failureOf } from "./platform/log.ts";

export { untilStopped } from "./platform/stop-signal.ts";

export interface Running {
  readonly url: string;
  /** The link that makes the first owner; null when there is one already. */
  readonly setupUrl: string | null;
  close(): Promise<void>;
}

/** Starts the server on its configured address and on the command line's socket; a failure closes what was opened. Apart from main.ts, so that short commands do not load it. */
export async function start(app: App, webDir: string | null): Promise<Running> {
  const { config } = app;
  let socket: Server | null = null;
  let jobs: Promise<Jobs | null> = Promise.resolve(null);
  try {
    // The sign-in library is the slowest to load: the server listens meanwhile, and who asks first waits for it.
    let loading: Promise<Auth> | null = null;
    const auth = () => (loading ??= loadAuth(app));
    let seen: number | null = null;
    const http = await createHttp({ app, auth, webDir, version, jobsSeen: () => seen });
    await http.listen({ host: config.host, port: config.port });
    socket = await listenOnSocket(http, config.dataDir);
    // Jobs are the second net under signals: nobody has to wait for their tables at the start.
    jobs = startJobs(
      app.records.executor,
      [
        {
          queue: "deliver-signals",
          every: "* * * * *",
          run: async () => {
            seen = Date.now();
            await app.signals.deliverWaiting();
          },
        },
        { queue: "begin-what-is-due", every: "* * * * *", run: async () => void (await app.tick()) },
        { queue: "sweep", every: "7 * * * *", run: () => app.sweep() },
      ],
      app.log,
    )
      .then((started) => {
        seen = Date.now();
        return started;
      })
      .catch((error: unknown) => {
        app.log.error({ error: failureOf(error) }, "the job queue did not start");
        return null;
      });
    await ensurePreview(app);
    const address = http.server.address() as AddressInfo;
    const url = config.baseUrl ?? `http://${config.host}:${address.port}`;
    const token = await (await auth()).newSetupToken(Date.now());
    return {
      url,
      setupUrl: token === null ? null : `${url}/setup?token=${token}`,
      async close() {
        await stopHttp(http, socket);
        await (await jobs)?.stop();
        await app.close();
      },
    };
  } catch (error) {
    socket?.close();
    await (await jobs)?.stop().catch(() => undefined);
    await app.close();
    throw error;
  }
}

async function loadAuth(app: App): Promise<Auth> {
  const { createAuth } = await import("./platform/auth.ts");
  const { config } = app;
  return createAuth(app.records, config.baseUrl ?? `http://${config.host}:${config.port}`);
}
