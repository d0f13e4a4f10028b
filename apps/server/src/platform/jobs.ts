import PgBoss from "pg-boss";
import { failureOf, type Log } from "./log.ts";
import type { Executor } from "./records/contract.ts";

/** Work done later: queued in the same database, through the open transaction when there is one. */
export interface Jobs {
  send(queue: string, data: object): Promise<void>;
  stop(): Promise<void>;
}
export interface JobHandler {
  readonly queue: string;
  /** Cron expression; null for jobs that are only sent. */
  readonly every: string | null;
  run(data: object): Promise<void>;
}

export async function startJobs(executor: Executor, handlers: readonly JobHandler[], log: Log): Promise<Jobs> {
  const boss = new PgBoss({
    db: { executeSql: (text, values) => executor.executeSql(text, values as unknown[] | undefined) },
    schema: "jobs",
    monitorStateIntervalMinutes: 10,
    maintenanceIntervalSeconds: 300,
    cronMonitorIntervalSeconds: 30,
  });
  boss.on("error", (error: Error) => log.error({ error: failureOf(error) }, "job queue"));
  await boss.start();
  for (const handler of handlers) {
    await boss.createQueue(handler.queue);
    await boss.work(handler.queue, { pollingIntervalSeconds: 2 }, async (jobs) => {
      for (const job of jobs) await handler.run((job.data ?? {}) as object);
    });
    if (handler.every !== null) await boss.schedule(handler.queue, handler.every);
  }
  return {
    async send(queue, data) {
      await boss.send(queue, data);
    },
    stop: () => boss.stop({ graceful: true, timeout: 5000, wait: true }),
  };
}
