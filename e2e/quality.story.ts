import type { Page } from "playwright-core";
import type { ServerProcess } from "../bench/server-process.ts";
import { lookAt } from "./accessibility.ts";
import { press, tabTo, type } from "./keyboard.ts";
import type { Story } from "./run.ts";

const DAY = 86_400_000;
const iso = (daysAgo: number) => new Date(Date.now() - daysAgo * DAY).toISOString();

const NAMES = ["Ada,Stone,ada", "Bo,Marsh,bo", "Cy,Lund,cy", "Di,Frost,di", "Ed,Vale,ed", "Fay,Moor,fay"] as const;
const person = (i: number) => `${NAMES[i % 6]}@x.example`;
/**
 * What the office knows of its customers, and what the till rang up for six weeks: some of it for nobody, some for somebody only the till
 * knows, little in the last week, and one receipt without a readable date.
 */
const CRM = `customer_id,first_name,last_name,email,city\n${NAMES.map((_, i) => `c${i},${person(i)},${i < 3 ? "Harbour" : ""}`).join("\n")}\n`;
const TILL = [
  "time,activity,order_id,customer,first_name,last_name,email,city,channel",
  ...Array.from({ length: 40 * 12 }, (_, i) => (i > 32 * 12 && i % 4 > 0 ? [] : receipt(i))).flat(),
  "yesterday,Paid,o-x,t1,,,,,",
].join("\n");
function receipt(i: number): string {
  const whose = i % 9 === 8 ? ",,," : i % 7 === 6 ? "t99,,," : `t${i % 5},${person(i % 5)}`;
  return `${iso(40 - i / 12)},Paid,o-${i},${whose},${i % 5 === 0 ? "Hill" : "Harbour"},${i % 3 === 0 ? "" : "shop"}`;
}

async function bring(server: ServerProcess): Promise<void> {
  const who = { customer: "customer", given: "first_name", family: "last_name", email: "email", city: "city" };
  for (const [name, text, as, map] of [
    ["crm", CRM, "customers", { ...who, customer: "customer_id" }],
    ["till", TILL, "events", { ...who, time: "time", activity: "activity", case: "order_id", channel: "channel" }],
  ] as const) {
    const { upload } = await server.upload<{ upload: string }>("/api/v1/uploads?world=own", `${name}.csv`, Buffer.from(text));
    const { id } = await server.send<{ id: string }>("POST", "/api/v1/imports?world=own", { upload, as, source: name, map });
    while ((await server.get<{ state: string }>(`/api/v1/imports/${id}?world=own`)).state !== "done")
      await new Promise((done) => setTimeout(done, 50));
  }
  await server.send("POST", "/api/v1/identity/resolve?world=own", {});
}

interface Receipt {
  readonly accepted: number;
  readonly refused: number;
  readonly position: number | null;
  readonly results: readonly { verdict: string; reason?: string; detail?: string }[];
}
let told = 0;
const paid = (i: number, properties: object, daysAgo = 0, event = "Paid") => ({
  type: "track",
  userId: `c${i % 6}`,
  event,
  messageId: `app-${(told += 1)}`,
  timestamp: iso(daysAgo),
  properties,
});
/** The app sends; what was accepted can be read when this ends. */
async function send(server: ServerProcess, batch: readonly object[]): Promise<Receipt> {
  const receipt = await server.send<Receipt>("POST", "/api/v1/batch?source=app", { batch });
  if (receipt.position !== null) await server.get(`/api/v1/sources?world=own&after=${receipt.position}`);
  return receipt;
}

const quality: Story = {
  title:
    "the sources are looked at; a plan is proposed and taken, warns of what drifts, blocks it, and takes it by replay once it is mended",
  async run({ open, server, shots }) {
    await bring(server);
    await send(
      server,
      Array.from({ length: 60 }, (_, i) => paid(i, { amount: 5, plan: ["basic", "plus"][Math.floor(i / 6) % 2] }, 20)),
    );
    const page = await open();
    await page.goto(server.setupUrl ?? server.url);
    await page.getByLabel("Name").fill("Ada");
    await page.getByLabel("E-mail address").fill("ada@company.example");
    await page.getByLabel("Password", { exact: true }).fill("a counter has two seats");
    await page.keyboard.press("Enter");
    await press(page, page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Data quality", exact: true }));
    await page.getByRole("heading", { level: 1, name: /stands on a customer that several of them know/ }).waitFor();
    const wrong = await lookedAt(page, shots);
    await planned(page);
    wrong.push(...(await lookAt(page, "quality-plan", shots)));
    wrong.push(...(await warned(page, server, shots)));
    wrong.push(...(await blocked(page, server, shots)));
    await edited(page);
    return wrong;
  },
};

/** Coverage beside the reference, a source's line, and the customers behind a conflict. */
async function lookedAt(page: Page, shots: string | null): Promise<string[]> {
  await page.getByText("Companies with a single source of what they know of customers").first().waitFor();
  await page.getByText("There is no plan yet: whatever comes is taken.").waitFor();
  const till = page.getByRole("listitem").filter({ has: page.getByRole("link", { name: "till", exact: true }) });
  await press(page, till.locator("summary").filter({ hasText: "Why it was refused" }));
  await till.getByRole("link", { name: /What was refused, file 1/ }).waitFor();
  await press(page, till.locator("summary").filter({ hasText: "How full every field is" }));
  const crm = page.getByRole("listitem").filter({ has: page.getByRole("link", { name: "crm", exact: true }) });
  await press(page, crm.locator("summary").filter({ hasText: "How full every field is" }));
  return lookAt(page, "quality", shots);
}

async function planned(page: Page): Promise<void> {
  await press(page, page.getByRole("button", { name: "Propose the plan from what came" }));
  await press(page, page.getByRole("button", { name: "Take it over" }));
  await page.getByText("amount: money (needed) · plan: basic, plus (needed)").waitFor();
}

/** The next mode in the row, by the arrow key; it holds once the page has it back from the server. */
async function choose(page: Page, mode: "warn" | "block"): Promise<void> {
  await press(page, page.locator("input[name=mode]:checked"), "ArrowDown");
  const keep = page.getByRole("button", { name: /^Let this hold/ });
  await press(page, keep);
  await keep.waitFor({ state: "detached" });
  await page.locator(`input[name=mode][value=${mode}]:checked:enabled`).waitFor();
}

async function warned(page: Page, server: ServerProcess, shots: string | null): Promise<string[]> {
  await choose(page, "warn");
  const wrong: string[] = [];
  const receipt = await send(server, [
    paid(1, { amount: 5, plan: "gold" }),
    paid(2, { plan: "plus", colour: "red" }),
    paid(3, {}, 0, "Refunded"),
  ]);
  if (receipt.accepted !== 3) wrong.push(`a plan that warns kept ${receipt.accepted} of 3`);
  if (receipt.results.length !== 3 || receipt.results.some(({ detail }) => detail === undefined)) wrong.push("the sender was not warned");
  await counted(page, server);
  await page.getByText("It speaks otherwise than before.").waitFor();
  for (const line of [
    "Refunded: an event never seen before",
    "Paid: a new property colour (text)",
    "Refunded: the plan has no such event",
    "Paid: amount is missing",
  ])
    await page.getByRole("rowheader", { name: line, exact: true }).waitFor();
  await page.getByText("against it in 7 days: 4").waitFor();
  return [...wrong, ...(await lookAt(page, "quality-drift", shots))];
}

/** Counts are written down a moment after the events. */
async function counted(page: Page, server: ServerProcess): Promise<void> {
  for (let sum = 0; sum < 4;) {
    const { sources } = await server.get<{ sources: { against: number }[] }>("/api/v1/tracking-plans?world=own");
    sum = sources.reduce((all, { against }) => all + against, 0);
    if (sum < 4) await new Promise((done) => setTimeout(done, 50));
  }
  await page.reload();
}

async function blocked(page: Page, server: ServerProcess, shots: string | null): Promise<string[]> {
  await choose(page, "block");
  const wrong: string[] = [];
  const receipt = await send(server, [paid(1, { amount: 5, plan: "gold" }), paid(2, { amount: 5, plan: "plus" })]);
  if (receipt.accepted !== 1 || receipt.refused !== 1)
    wrong.push(`of a batch ${receipt.accepted} were taken and ${receipt.refused} refused`);
  if (receipt.results[0]?.reason !== "against-plan") wrong.push(`refused as ${receipt.results[0]?.reason}`);
  await page.reload();
  const again = page.getByRole("button", { name: "Judge them again" });
  await press(page, again);
  await page.getByText("Taken: 0. Still against the plan: 1.").waitFor();
  await press(page, page.getByRole("button", { name: /^Change ?: Paid/ }));
  const dialog = page.getByRole("dialog");
  const values = dialog.getByLabel("Allowed values");
  await tabTo(page, values);
  await page.keyboard.press("End");
  await page.keyboard.type(", gold");
  wrong.push(...(await lookAt(page, "quality-change", shots)));
  await press(page, dialog.getByRole("button", { name: "Keep it" }));
  await page.getByText("plan: basic, plus, gold (needed)").waitFor();
  await press(page, again);
  await page.getByText("Taken: 1. Still against the plan: 0.").waitFor();
  await again.waitFor({ state: "detached" });
  return wrong;
}

/** An expected event is added and taken out again, by keyboard. */
async function edited(page: Page): Promise<void> {
  await press(page, page.getByRole("button", { name: "Add an expected event" }));
  const dialog = page.getByRole("dialog");
  await type(page, dialog.getByLabel("Name of the event"), "Refunded");
  await press(page, dialog.getByRole("button", { name: "Add a property" }));
  await type(page, dialog.getByLabel("Name", { exact: true }), "reason");
  await press(page, dialog.getByRole("button", { name: "Keep it" }));
  await page.getByText("reason: text", { exact: true }).waitFor();
  await press(page, page.getByRole("button", { name: /^Remove ?: Refunded/ }));
  await page.getByText("reason: text", { exact: true }).waitFor({ state: "detached" });
}

export const stories: readonly Story[] = [quality];
