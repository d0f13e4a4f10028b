import { chunks, exportFiles } from "@counterseat/demo";
import type { Page } from "playwright-core";
import { lookAt } from "./accessibility.ts";
import type { GivenFile } from "./files.ts";
import { press } from "./keyboard.ts";
import type { Story } from "./run.ts";

const COMPANY = { seed: 7, scale: 0.02 };
/** The raw exports of five systems, as they come, with the kind a person says they are. */
const FILES = [
  ["crm_contacts.csv", "Customers", "crm"],
  ["shop_orders.csv", "Events", "shop"],
  ["field_jobs.tsv", "Events", "field"],
  ["desk_tickets.json", "Events", "desk"],
  ["billing_subscriptions.csv", "Subscriptions", "billing"],
] as const;

/** Whose each name of a system is in truth. */
function truth(): ReadonlyMap<string, string> {
  const whose = new Map<string, string>();
  for (const { columns, length } of chunks(COMPANY, ["records"])) {
    const cell = (name: string, row: number) => {
      const column = columns[name];
      if (column === undefined || column instanceof Float64Array) return String(column?.[row] ?? "");
      return "dictionary" in column ? (column.dictionary[column.codes[row] ?? -1] ?? "") : (column[row] ?? "");
    };
    for (let row = 0; row < length; row += 1) whose.set(cell("id", row), cell("customer", row));
  }
  return whose;
}

function exports(): ReadonlyMap<string, GivenFile> {
  const texts = new Map<string, Buffer[]>();
  const pieces = exportFiles(COMPANY);
  for (let next = pieces.next(); next.done !== true; next = pieces.next()) {
    const { file, text, encoding } = next.value;
    texts.set(file, [...(texts.get(file) ?? []), Buffer.from(text, encoding === "utf-8" ? "utf8" : "latin1")]);
  }
  return new Map([...texts].map(([name, parts]) => [name, { name, mimeType: "text/csv", buffer: Buffer.concat(parts) }]));
}

interface Identity {
  readonly customer: string;
  readonly names: readonly string[];
}

const one: Story = {
  title: "five systems from their raw exports are one list of customers; a wrong match is found, explained and undone by keyboard",
  async run({ open, server, shots }) {
    if (server.setupUrl === null) throw new Error("a fresh installation printed no link");
    const page = await open();
    await page.goto(server.setupUrl);
    await page.getByLabel("Name").fill("Ada");
    await page.getByLabel("E-mail address").fill("ada@company.example");
    await page.getByLabel("Password", { exact: true }).fill("a counter has two seats");
    await page.keyboard.press("Enter");
    const files = exports();
    for (const [name, kind, source] of FILES) await importOne(page, files.get(name), kind, source);
    await page.goto(`${server.url}/sources`);
    const matched = page.getByRole("region", { name: "Records and matches by source" });
    for (const [, , source] of FILES) await matched.getByRole("rowheader", { name: source, exact: true }).waitFor({ timeout: 60_000 });
    const wrong = await lookAt(page, "sources-matched", shots);

    const whose = truth();
    const identityOf = async (name: string) =>
      (await (await page.request.get(`${server.url}/api/v1/customers/${encodeURIComponent(name)}/identity`)).json()) as Identity;
    const seen = new Map<string, Identity>();
    for (const name of whose.keys()) {
      if ([...seen.values()].some(({ names }) => names.includes(name))) continue;
      const found = await identityOf(name);
      if ("customer" in found) seen.set(found.customer, found);
    }
    const people = (of: Identity) => new Set(of.names.map((name) => whose.get(name)));
    const mixed = [...seen.values()].find((found) => people(found).size > 1 && whose.get(found.customer) !== undefined);
    if (mixed === undefined) throw new Error("no match is wrong, so none can be undone: take another seed");
    const stranger = mixed.names.find((name) => whose.get(name) !== whose.get(mixed.customer)) ?? "";
    wrong.push(...(await undone(page, server.url, { mixed, stranger, identityOf, shots })));
    wrong.push(...(await reviewed(page, server.url, shots)));
    return wrong;
  },
};

/** Found, explained, taken apart by keyboard; and that taken back. */
async function undone(
  page: Page,
  url: string,
  {
    mixed,
    stranger,
    identityOf,
    shots,
  }: { mixed: Identity; stranger: string; identityOf: (name: string) => Promise<Identity>; shots: string | null },
): Promise<string[]> {
  await page.goto(`${url}/customers/${encodeURIComponent(stranger)}`); // by the name the help desk or the shop has
  await page.getByRole("heading", { level: 1, name: mixed.customer }).waitFor();
  const line = page.getByRole("listitem").filter({ has: page.getByRole("button", { name: `Not this customer ${stranger}` }) });
  await press(page, line.locator("summary"));
  const wrong = await lookAt(page, "customer-why", shots);
  if ((await line.getByText(/for one customer$/).count()) !== 1) wrong.push("the evidence says nothing of how likely it is");
  await press(page, page.getByRole("button", { name: `Not this customer ${stranger}` }));
  await page.getByText(/are two customers/).waitFor();
  const apart = await identityOf(stranger);
  if (apart.customer === mixed.customer) wrong.push(`${stranger} still stands for ${mixed.customer}`);
  await press(page, page.getByRole("button", { name: /^Take it back/ }));
  await page.getByText(/are two customers/).waitFor({ state: "detached" });
  const again = await identityOf(stranger);
  if (JSON.stringify(again.names) !== JSON.stringify(mixed.names)) wrong.push("taken back, the names are not as they were");
  return wrong;
}

/** Pairs in doubt: one key each, and the last one taken back. */
async function reviewed(page: Page, url: string, shots: string | null): Promise<string[]> {
  await page.goto(`${url}/sources`);
  await press(page, page.getByRole("link", { name: /for you to say whether it is one customer/ }));
  const question = page.getByRole("heading", { level: 2, name: "Are these one customer?" });
  await question.waitFor();
  const wrong = await lookAt(page, "review", shots);
  const waiting = async () => Number(/^\d+/.exec(await page.getByRole("heading", { level: 1 }).innerText())?.[0] ?? "1");
  const before = await waiting();
  const pair = page.getByRole("region", { name: / beside / });
  const first = await pair.getAttribute("aria-label");
  await page.keyboard.press("n");
  await page.getByText("Kept as two customers:").first().waitFor();
  if ((await pair.getAttribute("aria-label")) === first) wrong.push("the next pair is not there at once");
  if ((await waiting()) !== before - 1) wrong.push("a decision does not count");
  await page.keyboard.press("y");
  await page.getByText("Kept as one customer:").first().waitFor();
  await page.keyboard.press("z"); // at once, while the last one may still be on its way
  await page.keyboard.press("z");
  await page.getByText("Taken back: everything is as it was.").waitFor();
  await page.getByText("Being kept…").waitFor({ state: "detached" });
  if ((await pair.getAttribute("aria-label")) !== first) wrong.push("taken back, the first pair is not asked again");
  await page.reload();
  await question.waitFor();
  if ((await waiting()) !== before) wrong.push("taken back, not as many wait as before");
  return wrong;
}

async function importOne(page: Page, file: GivenFile | undefined, kind: string, source: string): Promise<void> {
  if (file === undefined) throw new Error(`the sample company exports nothing for ${source}`);
  await press(page, page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Sources", exact: true }));
  await press(page, page.getByRole("link", { name: /Import/ }).first());
  await page.getByRole("radio", { name: new RegExp(`^${kind}`) }).check();
  await page.locator("input[type=file]").setInputFiles(file);
  await page.getByLabel("Name of the system it comes from").fill(source);
  await page.keyboard.press("Enter");
  const start = page.getByRole("button", { name: "Import the file" });
  const opened = page.getByRole("button", { name: /^opened/ });
  await start.or(opened).first().waitFor();
  if (await opened.isVisible()) await press(page, opened);
  await press(page, start);
  await page.getByRole("button", { name: "Import another file" }).waitFor();
}

export const stories: readonly Story[] = [one];
