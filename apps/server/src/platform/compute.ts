import { Worker } from "node:worker_threads";
import { CounterseatError } from "./errors.ts";

/**
 * Heavy kernels run in one computing thread, so that nothing blocks the page. Columns travel in shared memory; the
 * thread opens no store.
 */
export interface Compute {
  /** @throws invalid (400) where the kernel refuses the data, such as a date a thousand years off */
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
    started.on("message", (message: Answer) => {
      const task = waiting.get(message.ask);
      waiting.delete(message.ask);
      if (waiting.size === 0) started.unref();
      if (message.failure !== null) task?.reject(errorOf(message.failure));
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

interface Answer {
  readonly ask: number;
  /** `data`: the kernel's refusal of what it was given (a RangeError), no defect of ours. */
  readonly failure: { readonly message: string; readonly data: boolean } | null;
  readonly value: unknown;
}

function errorOf({ message, data }: NonNullable<Answer["failure"]>): Error {
  if (!data) return new Error(message);
  const fix = "Find what is off in the source's rows, such as a mistyped year, and send the file again; or ask for other days.";
  return new CounterseatError("invalid", `This cannot be worked out from the data: ${message}.`, { fix });
}
