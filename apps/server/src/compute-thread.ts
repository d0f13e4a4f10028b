import { parentPort } from "node:worker_threads";
import { ledgerTask } from "./asset/ledger-task.ts";
import { lineTask } from "./asset/line-task.ts";
import { statementTask } from "./asset/statement-task.ts";
import { proposeTask } from "./customer/propose-task.ts";
import { resolveTask } from "./customer/resolve/resolve-task.ts";
import { conflictsTask, fieldsTask } from "./customer/quality/quality-task.ts";
import { findDrift } from "./customer/tracking/find-drift.ts";
import { proposeEvents } from "./customer/tracking/propose-events.ts";
import { leavingTask } from "./journey/organisation/leaving-task.ts";
import { designedTasks } from "./journey/designed/tasks.ts";
import { organisationTasks } from "./journey/organisation/tasks.ts";
import { journeyTasks } from "./journey/tasks.ts";

/** The computing thread: names the tasks it can do, opens no store. */
const tasks: Readonly<Record<string, (input: never) => unknown>> = {
  "customer.propose": proposeTask,
  "customer.resolve": resolveTask,
  "customer.proposeEvents": proposeEvents,
  "customer.findDrift": findDrift,
  "customer.fields": fieldsTask,
  "customer.conflicts": conflictsTask,
  "asset.ledger": ledgerTask,
  "asset.line": lineTask,
  "asset.statement": statementTask,
  ...journeyTasks,
  ...organisationTasks,
  "journey.beforeLeaving": leavingTask,
  ...designedTasks,
};

parentPort?.on("message", (message: { ask: number; task: string; input: never }) => {
  void answer(message);
});

async function answer({ ask, task, input }: { ask: number; task: string; input: never }): Promise<void> {
  try {
    const run = tasks[task];
    if (run === undefined) throw new Error(`no task ${task}`);
    parentPort?.postMessage({ ask, failure: null, value: await run(input) });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    parentPort?.postMessage({ ask, failure: { message, data: error instanceof RangeError }, value: null });
  }
}
