import { existsSync, readFileSync, rmSync } from "node:fs";
import { NOTHING_APPLIED, type Rows, type Stamp } from "./contract.ts";
import { type Applier, ownEvents } from "./owner.ts";
import { applyWithdraw } from "./withdraw.ts";

/** The owner thread as its tests need it: appliers small enough to be checked by eye. */
const ROWS_PER_MESSAGE = 3000;

const stampOf = (settings: Readonly<Record<string, unknown>>, source: string): Stamp => ({
  stream: "events",
  source,
  import: String(settings["import"] ?? "none"),
  world: "own",
});
const rowsOf = (customers: readonly string[]): Rows => ({
  length: customers.length,
  words: {},
  texts: { customer: customers },
  numbers: {},
});

/** Many rows that carry the message's id, so that half an apply, or two, would show; the payload is kept as a comment. */
const applyMessage: Applier = async ({ apply, record, payload }) => {
  const { messageId, source, settings } = record.header;
  const comment = payload === null ? null : payload.toString();
  await apply.append(stampOf(settings, source), {
    ...rowsOf(new Array<string>(ROWS_PER_MESSAGE).fill(messageId)),
    texts: {
      customer: new Array<string>(ROWS_PER_MESSAGE).fill(messageId),
      comment: new Array<string | null>(ROWS_PER_MESSAGE).fill(comment),
    },
  });
  return { ...NOTHING_APPLIED, read: 1, accepted: 1 };
};

const applyLines: Applier = async ({ apply, record, file, progress }) => {
  if (file === null) throw new Error("the record has no file");
  const lines = readFileSync(file, "utf8").split("\n");
  await apply.append(stampOf(record.header.settings, record.header.source), rowsOf(lines));
  progress(0.5, lines.length);
  return { ...NOTHING_APPLIED, read: lines.length, accepted: lines.length };
};

const applyBadly: Applier = async ({ apply, record }) => {
  await apply.append(stampOf(record.header.settings, record.header.source), rowsOf(["bad"]));
  throw new Error("this record is bad");
};

/** One row per record; the payload is a comment. A record that says so cannot be applied. */
const applySmall: Applier = {
  many: async ({ apply, records }) => {
    for (const { payload } of records) if (payload?.toString() === "cannot be applied") throw new Error("on purpose");
    for (const source of new Set(records.map(({ header }) => header.source))) {
      const told = records.filter(({ header }) => header.source === source);
      await apply.append(stampOf({}, source), {
        ...rowsOf(told.map(({ header }) => header.messageId)),
        texts: {
          customer: told.map(({ header }) => header.messageId),
          comment: told.map(({ payload }) => payload?.toString() ?? null),
        },
      });
    }
  },
};

/** Takes the whole thread along, once for each file that is laid out for it. */
const applyDeadly: Applier = async ({ apply, record }) => {
  const trap = String(record.header.settings["trap"]);
  if (existsSync(trap)) {
    rmSync(trap);
    setTimeout(() => {
      throw new Error("nobody catches this");
    }, 0);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  await apply.append(stampOf(record.header.settings, record.header.source), rowsOf([record.header.messageId]));
  return { ...NOTHING_APPLIED, read: 1, accepted: 1 };
};

await ownEvents({
  message: applyMessage,
  lines: applyLines,
  bad: applyBadly,
  small: applySmall,
  deadly: applyDeadly,
  withdraw: applyWithdraw,
});
