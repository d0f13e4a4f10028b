import { Worker } from "node:worker_threads";

/**
 * Heavy kernels run in one computing thread, so that nothing blocks the page. Columns travel in shared memory; the
 * thread opens no store.
 */
export interface Compute {
  run<T>(task: string, input: unknown): Promise<T>;
  close(): Promise<void>;
}

export function openCompute(thread: { boot: URL; entry: URL }): Compute {
  let worker: Worker | null = null;
  let asks = 0;
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  function start(): Worker {
    const started = new Worker(thread.boot, { workerData: { entry: thread.entry.href }, execArgv: ["--conditions=source"] });
    const fail = (error: Error) => {
      worker = null; // the next task starts a new thread
      for (const task of waiting.values()) task.reject(error);
      waiting.clear();
    };
    started.on("message", (message: { ask: number; error: string | null; value: unknown }) => {
      const task = waiting.get(message.ask);
      waiting.delete(message.ask);
      if (waiting.size === 0) started.unref();
      if (message.error !== null) task?.reject(new Error(message.error));
      else task?.resolve(message.value);
    });
    started.on("error", (error) => fail(error instanceof Error ? error : new Error(String(error))));
    started.on("exit", () => fail(new Error("the computing thread ended")));
    return started;
  }
  return {
    run<T>(task: string, input: unknown) {
      worker ??= start();
      worker.ref();
      const target = worker;
      return new Promise<T>((resolve, reject) => {
        waiting.set(++asks, { resolve: resolve as (value: unknown) => void, reject });
        target.postMessage({ ask: asks, task, input });
      });
    },
    async close() {
      await worker?.terminate();
      worker = null;
    },
  };
}
