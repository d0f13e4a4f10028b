import { utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { lookAt } from "./accessibility.ts";
import { press, type } from "./keyboard.ts";
import type { Story } from "./run.ts";

const CALLS = `case,activity,time,customer
1,Called,2026-03-01T08:00:00Z,C-1
2,Called,2026-03-02T08:00:00Z,C-2
3,Called,2026-03-03T08:00:00Z,C-3
4,Called,2026-03-04T08:00:00Z,C-4
5,Called,not a time,C-5
`;

/** An analyst lets a folder and a webhook bring rows by themselves, by the keyboard alone, and sees how each of them is. */
const connects: Story = {
  title: "systems are connected: a folder is tried, saved and read; a webhook gets its address and takes an event; both say how they are",
  async run({ open, server, shots, drop }) {
    if (server.setupUrl === null) throw new Error("a fresh installation printed no link");
    const wrong: string[] = [];
    writeFileSync(join(drop, "calls.csv"), CALLS);
    const earlier = Date.now() / 1000 - 3600;
    utimesSync(join(drop, "calls.csv"), earlier, earlier);

    const page = await open();
    await page.goto(server.setupUrl);
    await page.getByLabel("Name").fill("Ada");
    await page.getByLabel("E-mail address").fill("ada@company.example");
    await page.getByLabel("Password", { exact: true }).fill("a counter has two seats");
    await page.keyboard.press("Enter");
    await press(page, page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Sources", exact: true }));
    await page.getByText("No system brings its rows by itself yet.").waitFor();
    await press(page, page.getByRole("link", { name: "Connect a system" }));

    await page.getByRole("radio", { name: /^Folder/ }).waitFor();
    await type(page, page.getByLabel("Names of the files"), "calls*.csv");
    await type(page, page.getByLabel("Name of the connection"), "Call files");
    await type(page, page.getByLabel("Name of the system its rows come from"), "telephone");
    await press(page, page.getByRole("button", { name: "Try it" }));
    await page.getByRole("cell", { name: "calls.csv" }).waitFor();
    wrong.push(...(await lookAt(page, "connect-folder", shots)));
    await press(page, page.getByRole("button", { name: "Save and read now" }));
    await page.getByText(/5 read, 4 kept, 1 refused/).waitFor();

    await press(page, page.getByRole("link", { name: "Connect a system" }));
    await page.getByRole("radio", { name: /^Webhook/ }).check();
    await type(page, page.getByLabel("Where the customer’s id stands"), "customer");
    await type(page, page.getByLabel("Where it stands what happened"), "type");
    await type(page, page.getByLabel("Name of the connection"), "Orders as they happen");
    await type(page, page.getByLabel("Name of the system its rows come from"), "shop");
    wrong.push(...(await lookAt(page, "connect-webhook", shots)));
    await press(page, page.getByRole("button", { name: "Save", exact: true }));
    const shown = page.getByLabel("Address to send to", { exact: true }).and(page.locator("input"));
    await shown.waitFor();
    const address = await shown.inputValue();
    wrong.push(...(await lookAt(page, "connect-address", shots)));
    const sent = await fetch(address, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ customer: "C-1", type: "Ordered" }),
    });
    if (sent.status !== 200) wrong.push(`the delivery was answered with ${sent.status}: ${await sent.text()}`);
    await press(page, page.getByRole("button", { name: "I have it" }));
    await page.getByText(/Last delivery/).waitFor();
    wrong.push(...(await lookAt(page, "connections", shots)));
    if ((await page.getByText(address).count()) !== 0) wrong.push("the address is shown again");

    await press(page, page.getByRole("button", { name: /^End.*Call files/ }));
    await press(page, page.getByRole("dialog").getByRole("button", { name: "End the connection" }));
    await page.getByRole("heading", { name: /Call files/ }).waitFor({ state: "detached" });
    const { connections } = await server.get<{ connections: { name: string }[] }>("/api/v1/connections?world=own");
    if (connections.map((one) => one.name).join() !== "Orders as they happen") wrong.push("the connection was not ended");
    const { sources } = await server.get<{ sources: { name: string; rows: number }[] }>("/api/v1/sources?world=own");
    const rows = Object.fromEntries(sources.map((source) => [source.name, source.rows]));
    if (rows["telephone"] !== 4 || rows["shop"] !== 1) wrong.push(`the sources hold ${JSON.stringify(rows)}`);
    return wrong;
  },
};

export const stories: readonly Story[] = [connects];
