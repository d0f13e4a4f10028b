import type { Client } from "./client.ts";
import type { Ledger } from "./ledger.ts";
import { found, type Verdict } from "./verdict.ts";
import { customerOf, EVENT_SOURCE, sendAction, sendBatch, sendImport, sendRegister, sendWithdrawal, titleOf } from "./writes.ts";

const SETTLED_MS = 60_000;
const PAUSE_MS = 50;

interface Source {
  readonly name: string;
  readonly rows: number;
  readonly imports: readonly { readonly id: string; readonly state: string; readonly accepted: number }[];
}

async function get<T>(client: Client, path: string): Promise<T> {
  let reply = await client.ask("GET", path);
  // A kept connection may be closed at the very moment it is taken up again; a look may be repeated.
  for (let tries = 1; reply === null && tries < 3; tries += 1) reply = await client.ask("GET", path);
  if (reply?.status !== 200)
    throw new Error(`GET ${path}: ${reply === null ? "no answer" : `${reply.status} ${JSON.stringify(reply.body)}`}`);
  return reply.body as T; // described so
}

async function until(what: string, ready: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + SETTLED_MS;
  while (!(await ready())) {
    if (Date.now() > end) throw new Error(`${what} did not happen within ${SETTLED_MS / 1000} s`);
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}

/** What the ledger is sure of has to be there before anything is sent again: sending again would hide that it was lost. */
export async function compareBefore(client: Client, ledger: Ledger, verdict: Verdict): Promise<void> {
  const { channels } = await get<{ channels: { id: string; label: string }[] }>(client, "/api/v1/company?world=own");
  for (const [id, { acknowledged, sent }] of ledger.registers) {
    const label = channels.find((channel) => channel.id === id)?.label;
    const value = Number(/^value (\d+)$/.exec(label ?? "value 0")?.[1] ?? Number.NaN);
    if (value !== acknowledged && value !== sent)
      found(verdict, "lost", 1, `${id} is ${label}, acknowledged was ${acknowledged}, sent ${sent}`);
  }
  const titles = await countedTitles(client);
  for (const [n, action] of ledger.actions) if (action.acknowledged && !titles.has(titleOf(n))) found(verdict, "lost", 1, titleOf(n));
}

async function countedTitles(client: Client): Promise<Map<string, number>> {
  const { actions } = await get<{ actions: { title: string }[] }>(client, "/api/v1/actions?world=own");
  const titles = new Map<string, number>();
  for (const { title } of actions) titles.set(title, (titles.get(title) ?? 0) + 1);
  return titles;
}

/** Sends everything nobody is sure of again, under the same keys, until it is acknowledged. */
export async function sendAgain(client: Client, ledger: Ledger): Promise<number> {
  const unsure: [string, () => Promise<boolean>][] = [];
  for (const [writer, register] of [...ledger.registers.values()].entries())
    if (register.sent !== register.acknowledged) unsure.push(["a register", () => sendRegister(client, ledger, writer)]);
  for (const [n, { acknowledged }] of ledger.actions) if (!acknowledged) unsure.push([titleOf(n), () => sendAction(client, ledger, n)]);
  for (const [n, { acknowledged }] of ledger.imports) if (!acknowledged) unsure.push([`import ${n}`, () => sendImport(client, ledger, n)]);
  for (const [n, { withdrawal }] of ledger.imports)
    if (withdrawal === "sent") unsure.push([`withdrawal ${n}`, () => sendWithdrawal(client, ledger, n)]);
  for (const [n, { acknowledged }] of ledger.batches) if (!acknowledged) unsure.push([customerOf(n), () => sendBatch(client, ledger, n)]);
  for (const [what, send] of unsure) await until(what, send);
  return unsure.length;
}

/** The whole ledger against what the server shows, once everything is acknowledged and applied. `recent`: batches looked at one by one. */
export async function compareAfter(options: {
  client: Client;
  ledger: Ledger;
  verdict: Verdict;
  recent: readonly number[];
}): Promise<void> {
  const { client, ledger, verdict, recent } = options;
  const titles = await countedTitles(client);
  for (const n of ledger.actions.keys()) {
    const many = titles.get(titleOf(n)) ?? 0;
    found(verdict, "lost", many === 0 ? 1 : 0, titleOf(n));
    found(verdict, "duplicates", many - 1, titleOf(n));
  }
  const sourcesNow = async () => (await get<{ sources: Source[] }>(client, "/api/v1/sources?world=own")).sources;
  const open = (sources: readonly Source[]) =>
    sources.flatMap(({ imports }) => imports).filter(({ state }) => ["waiting", "reading", "withdrawing"].includes(state));
  let sources = await sourcesNow();
  await until("the end of all imports", async () => open((sources = await sourcesNow())).length === 0).catch((error: unknown) =>
    found(
      verdict,
      "half",
      open(sources).length,
      `${error instanceof Error ? error.message : String(error)}: ${JSON.stringify(open(sources)).slice(0, 300)}`,
    ),
  );
  compareImports(sources, ledger, verdict);

  // What was acknowledged is applied soon after, not at once: lost is what does not come.
  const expected = rowsExpected(ledger);
  const rowsNow = async () => new Map((await sourcesNow()).map(({ name, rows }) => [name, rows]));
  let rows = await rowsNow();
  const behind = () => [...expected].some(([name, many]) => (rows.get(name) ?? 0) < many);
  for (const end = Date.now() + SETTLED_MS; behind() && Date.now() < end; rows = await rowsNow()) {
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  for (const [name, many] of expected) {
    const here = rows.get(name) ?? 0;
    found(verdict, "lost", many - here, `${many - here} of ${many} rows of ${name}`);
    found(verdict, "duplicates", here - many, `${here - many} rows more than ${many} of ${name}`);
  }
  for (const n of recent) {
    const { total } = await get<{ total: number }>(client, `/api/v1/customers/${customerOf(n)}/timeline?world=own&limit=1`);
    const events = ledger.batches.get(n)?.events ?? 0;
    found(verdict, "lost", events - total, `${events - total} events of ${customerOf(n)}`);
    found(verdict, "duplicates", total - events, `${total - events} events too many of ${customerOf(n)}`);
  }
}

function compareImports(sources: readonly Source[], ledger: Ledger, verdict: Verdict): void {
  const runs = new Map(sources.flatMap(({ imports }) => imports).map((run) => [run.id, run]));
  for (const [n, file] of ledger.imports) {
    const run = runs.get(file.id ?? "");
    runs.delete(file.id ?? "");
    if (run === undefined) found(verdict, "lost", 1, `import ${n}`);
    else if (file.withdrawal === "acknowledged")
      found(verdict, "lost", run.state === "withdrawn" ? 0 : 1, `the withdrawal of import ${n}: it is ${run.state}`);
    else if (run.state !== "done" || run.accepted !== file.rows)
      found(verdict, "half", 1, `import ${n} is ${run.state} with ${run.accepted} of ${file.rows} rows`);
  }
  found(verdict, "duplicates", runs.size, `${runs.size} imports nobody asked for: ${JSON.stringify([...runs.values()]).slice(0, 300)}`);
}

function rowsExpected(ledger: Ledger): Map<string, number> {
  const expected = new Map<string, number>();
  const add = (name: string, many: number) => expected.set(name, (expected.get(name) ?? 0) + many);
  for (const { source, rows, withdrawal } of ledger.imports.values()) add(source, withdrawal === "acknowledged" ? 0 : rows);
  for (const { events } of ledger.batches.values()) add(EVENT_SOURCE, events);
  return expected;
}
