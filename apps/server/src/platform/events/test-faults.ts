import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { CounterseatError } from "../errors.ts";
import type { Faulty, Faults } from "../storage.ts";
import type { AppendedRecord, Events } from "./client.ts";
import { message, small, until } from "./test-events.ts";

const LINES = 300;
const SMALL = 6;

/** What one round of the workload leaves behind, however often it had to send its records. */
export interface Round {
  readonly name: string;
  readonly refusals: number;
}

/** Appends, two file imports, one of them withdrawn again: each record sent until it is acknowledged, with its own message id. */
export async function workload(events: Events, dataDir: string, name: string): Promise<Round> {
  let refusals = 0;
  const send = async (records: readonly AppendedRecord[]): Promise<number> => {
    for (;;) {
      try {
        return await events.append(records);
      } catch (error) {
        // Refused for the disk's sake, and with nothing else.
        expect(error).toBeInstanceOf(CounterseatError);
        expect(error).toMatchObject({ status: 503 });
        refusals += 1;
        await new Promise((resolve) => setTimeout(resolve, 3));
      }
    }
  };
  const file = (id: string): AppendedRecord => {
    const path = join(dataDir, `sent-${id}`);
    writeFileSync(path, Array.from({ length: LINES }, () => id).join("\n"));
    return message(id, { type: "lines", payload: null, path, once: true, settings: { import: id } });
  };
  await Promise.all([send([small(`${name}-0`), small(`${name}-1`)]), send([small(`${name}-2`)])]);
  await send([file(`${name}-kept`)]);
  await send([small(`${name}-3`)]);
  await send([file(`${name}-withdrawn`)]);
  await send([small(`${name}-4`), small(`${name}-4`)]);
  const filter = { customer: `${name}-withdrawn` };
  await send([message(`${name}-w`, { type: "withdraw", once: true, keyId: null, key: null, payload: null, settings: { filter } })]);
  await send([small(`${name}-5`)]);
  return { name, refusals };
}

/** No row of the round is missing, none is there twice, and the withdrawn import is gone. */
export async function expectWhole(events: Events, { name }: Round): Promise<void> {
  await until(() => events.version === events.stats().lastPosition);
  const wanted = new Map(Array.from({ length: SMALL }, (_, i) => [`${name}-${i}`, 1]));
  wanted.set(`${name}-kept`, LINES);
  const customers = [...wanted.keys(), `${name}-withdrawn`];
  const counts = await events.countBy({ by: ["customer"], filter: { customer: customers } });
  expect(new Map(counts.map((count) => [count.key[0], count.n]))).toEqual(wanted);
  expect(await events.result(`${name}-kept`)).toMatchObject({ accepted: LINES, error: null });
  expect(await events.result(`${name}-withdrawn`)).toMatchObject({ accepted: LINES, error: null });
}

/** One round with the N-th operation failing. Resolves with whether it got that far. */
export async function roundWithFault(
  side: { readonly events: Events; readonly faults: Faults; readonly dataDir: string },
  fault: { readonly operation: Faulty; readonly nth: number; readonly times: number; readonly after?: boolean },
): Promise<boolean> {
  const { events, faults, dataDir } = side;
  const { operation, nth, times, after } = fault;
  const code = ({ write: "ENOSPC", sync: "EIO", open: "EMFILE", statement: "EIO" } as const)[operation];
  faults.fail({ operation, nth, code, times, after: after === true });
  const round = await workload(events, dataDir, `${operation}${after === true ? "-after" : ""}-${times}-${nth}`);
  await until(() => events.version === events.stats().lastPosition);
  const hit = faults.hits > 0;
  faults.clear();
  await until(() => events.trouble === null);
  await expectWhole(events, round);
  expect(events.failure).toBe(null);
  return hit;
}
