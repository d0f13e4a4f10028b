import type { Page } from "playwright-core";
import { lookAt } from "./accessibility.ts";
import { press } from "./keyboard.ts";
import type { Story } from "./run.ts";

const CONTACTS = `contact_id,given_name,family_name,birth_date,email,phone,street,postcode,city,contract,customer_since,account_id,reseller
C-20418,Inês,Marchetti,1984-05-11,ines.marchetti@mail.example,+999 418 200 418,Rua das Flores 12,70100,Old Basin,HL-24-3387361,2024-09-01,FLORES,
FLORES,,,,office@flores.example,,,,,,2024-09-01,,HARBOUR
`;
const TICKETS = `ticket,customer,person name,person e-mail,created at,activity,stage
T-1,C-20418,Inês M.,ines.marchetti@mail.example,2026-09-09T08:02:00Z,Called: still no internet,install
T-1,C-20418,Inês M.,ines.marchetti@mail.example,2026-09-14T10:40:00Z,Second visit: line switched on,install
`;

/** One customer: what happened to them, and beside it who they are as each system says. */
const knows: Story = {
  title: "somebody opens a customer: what happened, and who it is as each system says",
  async run({ open, server, shots }) {
    if (server.setupUrl === null) throw new Error("a fresh installation printed no link");
    const page = await open();
    await page.goto(server.setupUrl);
    await page.getByLabel("Name").fill("Ada");
    await page.getByLabel("E-mail address").fill("ada@company.example");
    await page.getByLabel("Password", { exact: true }).fill("a counter has two seats");
    await page.keyboard.press("Enter");
    for (const [name, kind, source, text] of [
      ["contacts.csv", "Customers", "crm", CONTACTS],
      ["tickets.csv", "Events", "desk", TICKETS],
    ] as const) {
      await press(page, page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Sources", exact: true }));
      await press(page, page.getByRole("link", { name: /Import/ }).first());
      await page.getByRole("radio", { name: new RegExp(`^${kind}`) }).check();
      await page.locator("input[type=file]").setInputFiles({ name, mimeType: "text/csv", buffer: Buffer.from(text) });
      await page.getByLabel("Name of the system it comes from").fill(source);
      await page.keyboard.press("Enter");
      await press(page, page.getByRole("button", { name: "Import the file" }));
      await page.getByRole("button", { name: "Import another file" }).waitFor();
    }
    await page.goto(`${server.url}/customers/C-20418`);
    await page.getByRole("heading", { level: 1, name: "Inês Marchetti C-20418" }).waitFor();
    const who = page.getByRole("region", { name: "Who this is" });
    await press(page, who.locator("summary"));
    const wrong = await lookAt(page, "customer", shots);
    const each = who.getByRole("list");
    for (const known of ["Inês Marchetti", "Inês M.", "Rua das Flores 12, 70100 Old Basin", "HL-24-3387361"])
      if ((await each.getByText(known, { exact: true }).count()) !== 1) wrong.push(`${known} is not said once`);
    await who.getByText("crm · one record says otherwise").waitFor();
    wrong.push(...(await believes(page, server.url, shots)));
    await press(page, page.getByRole("region", { name: "Who belongs together" }).getByRole("link", { name: "FLORES" }));
    await page.getByRole("heading", { level: 1, name: "FLORES" }).waitFor();
    for (const name of ["Inês M.", "HARBOUR"])
      await page.getByRole("region", { name: "Who belongs together" }).getByRole("link", { name }).waitFor();
    wrong.push(...(await lookAt(page, "account", shots)));
    await press(page, page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Sources", exact: true }));
    await press(page, page.getByRole("main").getByRole("link", { name: "Data quality" }));
    await page.getByRole("heading", { level: 1, name: /^75% of what your systems bring/ }).waitFor();
    wrong.push(...(await lookAt(page, "quality", shots)));
    await page.goto(`${server.url}/customers/C-20418`);
    return [...wrong, ...(await forgets(page, shots))];
  },
};

/** By keyboard alone: the help desk is believed before the CRM, and its name for the customer stands on their page. */
async function believes(page: Page, url: string, shots: string | null): Promise<string[]> {
  await page.goto(`${url}/sources`);
  const card = page.getByRole("region", { name: /customers in .* records/ });
  await press(page, card.locator("summary"));
  await press(page, card.getByRole("button", { name: "Move up desk" }));
  const wrong = await lookAt(page, "trust", shots);
  await press(page, card.getByRole("button", { name: "Keep this order" }));
  await page.getByText("Kept: customers go by the new order.").waitFor();
  await page.goto(`${url}/customers/C-20418`);
  await page.getByRole("heading", { level: 1, name: "Inês M. C-20418" }).waitFor();
  return wrong;
}

/** By keyboard alone: what goes is named, the id is written out, and the customer is not there any more. */
async function forgets(page: Page, shots: string | null): Promise<string[]> {
  await press(page, page.getByRole("button", { name: "Forget this customer…" }));
  const dialog = page.getByRole("dialog", { name: "Forget C-20418" });
  await dialog.getByText("Rows: 3, from crm, desk").waitFor();
  const wrong = await lookAt(page, "forget", shots);
  const yes = dialog.getByRole("button", { name: "Forget for good" });
  if (await yes.isEnabled()) wrong.push("it can be confirmed without the id");
  await dialog.getByLabel("Write C-20418 to confirm").fill("C-20418");
  await page.keyboard.press("Enter");
  const done = page.getByRole("dialog", { name: "Forgotten" });
  await done.getByText("Nothing names this person any more", { exact: false }).waitFor();
  await press(page, done.getByRole("button", { name: "Close" }).last());
  await page.waitForURL(/\/customers$/);
  await page.getByText("C-20418").first().waitFor({ state: "detached" });
  await page.goto(new URL("/privacy", page.url()).href);
  await page.getByRole("cell", { name: "The person asked for it" }).waitFor();
  return [...wrong, ...(await lookAt(page, "register", shots))];
}

export const stories: readonly Story[] = [knows];
