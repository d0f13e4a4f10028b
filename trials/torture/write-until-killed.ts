import type { Chance } from "./chance.ts";
import type { Client } from "./client.ts";
import type { Ledger } from "./ledger.ts";
import { newImport, sendAction, sendBatch, sendImport, sendRegister, sendWithdrawal } from "./writes.ts";

const REGISTERS = 2;
const SHARE_SENT_TWICE = 0.1;

export interface Writing {
  acknowledged(): number;
  /** Resolves when every client has noticed that the server is gone. */
  readonly ended: Promise<unknown>;
}

/** Several clients at once, each writing one kind of thing, until `over` says that the server is gone. */
export function writeUntilKilled(options: {
  client: Client;
  ledger: Ledger;
  chance: Chance;
  over: () => boolean;
  /** Imports that are known to be done: some of them are taken back. */
  done: readonly number[];
}): Writing {
  const { client, ledger, chance, over } = options;
  const waiting = [...options.done];
  let acknowledged = 0;
  async function again(write: () => Promise<boolean>): Promise<void> {
    while (!over()) {
      if (await write()) acknowledged += 1;
      else await new Promise((resolve) => setTimeout(resolve, 20)); // busy, or gone
    }
  }
  const batches = () =>
    again(async () => {
      const n = ledger.next();
      const sent = await sendBatch(client, ledger, n);
      // A sender that is unsure sends again, also what was taken.
      return sent && chance.next() < SHARE_SENT_TWICE ? sendBatch(client, ledger, n) : sent;
    });
  const ended = Promise.all([
    ...Array.from({ length: REGISTERS }, (_, writer) => again(() => sendRegister(client, ledger, writer))),
    again(() => sendAction(client, ledger, ledger.next())),
    again(() => sendAction(client, ledger, ledger.next())),
    again(async () => {
      const n = ledger.next();
      newImport(ledger, n, chance);
      return sendImport(client, ledger, n);
    }),
    again(async () => {
      const n = waiting.shift();
      if (n === undefined) {
        await new Promise((resolve) => setTimeout(resolve, 50));
        return false;
      }
      return sendWithdrawal(client, ledger, n);
    }),
    batches(),
    batches(),
    batches(),
  ]);
  return { acknowledged: () => acknowledged, ended };
}
