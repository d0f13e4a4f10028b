import type { Chance } from "./chance.ts";
import type { Client, Reply } from "./client.ts";
import type { FileImport, Ledger } from "./ledger.ts";

/** Each write as it is sent, and sent again under the same key. True: acknowledged. Throws when the server refuses what is sound. */
export type Send = (client: Client, ledger: Ledger, n: number) => Promise<boolean>;

export const EVENT_SOURCE = "torture-events";
const FILE_SOURCES = 6;
const STAGE = "torture";

/** Busy is an answer that asks to be asked again; anything else that is no success breaks a promise. */
function acknowledged(reply: Reply, what: string): boolean {
  if (reply === null || reply.status === 503 || reply.status === 429) return false;
  if (reply.status === 200) return true;
  throw new Error(`${what}: ${reply.status} ${JSON.stringify(reply.body)}`);
}

export async function prepare(client: Client): Promise<void> {
  const made = await client.ask("PUT", `/api/v1/company/stages/${STAGE}`, { entry: { label: "Torture", order: 1, ownerId: null } });
  if (!acknowledged(made, "the stage")) throw new Error("the stage was not made");
}

export const registerOf = (writer: number) => `torture-${writer}`;

/** Writes the next value of a register, or the last one again where nobody knows what became of it. */
export async function sendRegister(client: Client, ledger: Ledger, writer: number): Promise<boolean> {
  const id = registerOf(writer);
  const register = ledger.registers.get(id) ?? { acknowledged: 0, sent: 0 };
  ledger.registers.set(id, register);
  if (register.sent === register.acknowledged) register.sent += 1;
  const value = register.sent;
  const key = { "idempotency-key": `register-${writer}-${value}` };
  const reply = await client.ask("PUT", `/api/v1/company/channels/${id}`, { entry: { label: `value ${value}` } }, key);
  if (!acknowledged(reply, "a list's entry")) return false;
  register.acknowledged = value;
  return true;
}

export const titleOf = (n: number) => `action ${n}`;

export const sendAction: Send = async (client, ledger, n) => {
  const action = ledger.actions.get(n) ?? { acknowledged: false };
  ledger.actions.set(n, action);
  const body = {
    cell: { stage: STAGE },
    ownerId: "torture-person",
    ownerName: "Person",
    title: titleOf(n),
    goalLine: 10,
    dueOn: "2030-01-01",
  };
  const reply = await client.ask("POST", "/api/v1/actions?world=own", body, { "idempotency-key": `action-${n}` });
  action.acknowledged ||= acknowledged(reply, "an action");
  return action.acknowledged;
};

/** A file to import under this number, drawn once. */
export function newImport(ledger: Ledger, n: number, chance: Chance): FileImport {
  const rows = chance.next() < 0.2 ? chance.whole(5000, 20_000) : chance.whole(20, 400);
  const source = `torture-files-${n % FILE_SOURCES}`;
  const made: FileImport = { acknowledged: false, rows, source, upload: null, id: null, withdrawal: "none" };
  ledger.imports.set(n, made);
  return made;
}

export const sendImport: Send = async (client, ledger, n) => {
  const file = ledger.imports.get(n);
  if (file === undefined) throw new Error(`nobody drew import ${n}`);
  if (file.upload === null) {
    const lines = Array.from({ length: file.rows }, (_, i) => `f${n}-${i},Order ${i % 5},2026-01-0${1 + (i % 9)}T08:00:00Z`);
    const reply = await client.upload(`file-${n}.csv`, `case,activity,time\n${lines.join("\n")}\n`, `upload-${n}`);
    if (!acknowledged(reply, "an upload")) return false;
    file.upload = String(reply?.body["upload"]);
  }
  const asked = { upload: file.upload, as: "events", source: file.source, map: { case: "case", activity: "activity", time: "time" } };
  const reply = await client.ask("POST", "/api/v1/imports", asked, { "idempotency-key": `import-${n}` });
  if (!acknowledged(reply, "an import")) return false;
  file.id = String(reply?.body["id"]);
  file.acknowledged = true;
  return true;
};

/** Asked only of imports that were seen to be done. */
export const sendWithdrawal: Send = async (client, ledger, n) => {
  const file = ledger.imports.get(n);
  if (file?.id == null) throw new Error(`import ${n} has no id`);
  file.withdrawal = "sent";
  const reply = await client.ask("POST", `/api/v1/imports/${file.id}/withdraw`, {}, { "idempotency-key": `withdraw-${n}` });
  if (!acknowledged(reply, "a withdrawal")) return false;
  file.withdrawal = "acknowledged";
  return true;
};

export const customerOf = (n: number) => `batch-${n}`;

export const sendBatch: Send = async (client, ledger, n) => {
  const batch = ledger.batches.get(n) ?? { acknowledged: false, events: 25 + (n % 76) };
  ledger.batches.set(n, batch);
  const events = Array.from({ length: batch.events }, (_, i) => ({
    type: "track",
    userId: customerOf(n),
    event: `Event ${i % 5}`,
    messageId: `${n}.${i}`,
    timestamp: "2026-03-01T08:00:00Z",
  }));
  const reply = await client.ask("POST", `/api/v1/batch?source=${EVENT_SOURCE}`, { batch: events });
  if (!acknowledged(reply, "a batch")) return false;
  const taken = Number(reply?.body["accepted"]) + Number(reply?.body["known"]);
  if (taken !== batch.events) throw new Error(`a batch of ${batch.events} was taken as ${JSON.stringify(reply?.body).slice(0, 500)}`);
  batch.acknowledged = true;
  return true;
};
