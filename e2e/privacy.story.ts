import type { Page } from "playwright-core";
import { lookAt } from "./accessibility.ts";
import { press } from "./keyboard.ts";
import type { Story } from "./run.ts";

const year = new Date().getUTCFullYear();
const PAID = `customer,time,amount,currency\n${Array.from({ length: 60 }, (_, i) => `C-${100 + (i % 12)},${year - (i % 4)}-01-0${1 + (i % 9)},${10 + i}.00,EUR`).join("\n")}\n`;
const AGREED = `customer,purpose,consent,date,proof\nC-101,marketing,yes,${year}-01-02,form of January\nC-102,newsletter,no,${year}-01-02,\n`;

/** Purposes are set up, a customer takes one back at the counter, and old rows go. */
const purposes: Story = {
  title: "somebody says what rows are used for, writes down that a customer takes it back, and how long rows are kept",
  async run({ open, server, shots }) {
    if (server.setupUrl === null) throw new Error("a fresh installation printed no link");
    const page = await open();
    await page.goto(server.setupUrl);
    await page.getByLabel("Name").fill("Ada");
    await page.getByLabel("E-mail address").fill("ada@company.example");
    await page.getByLabel("Password", { exact: true }).fill("a counter has two seats");
    await page.keyboard.press("Enter");
    for (const [name, kind, source, text] of [
      ["paid.csv", "Transactions", "till", PAID],
      ["agreed.csv", "Consents", "paper", AGREED],
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
    await page.goto(`${server.url}/privacy`);
    await page.getByText("No purpose is set up: nothing is refused", { exact: false }).waitFor();
    const wrong = await lookAt(page, "privacy-none", shots);
    await press(page, page.getByRole("button", { name: "Start with these" }));
    await page.getByRole("button", { name: "Change… Analysis" }).waitFor();
    await page.getByText("Sources also tell of newsletter", { exact: false }).waitFor();
    wrong.push(...(await lookAt(page, "purposes", shots)));
    wrong.push(...(await changes(page, shots)));
    wrong.push(...(await takesBack(page, server.url, shots)));
    await page.goto(`${server.url}/privacy`);
    await page.getByText("fewer than 5 customers").first().waitFor();
    wrong.push(...(await keepsShorter(page, shots)));
    return wrong;
  },
};

async function changes(page: Page, shots: string | null): Promise<string[]> {
  await press(page, page.getByRole("button", { name: "Change… Contacting customers" }));
  const dialog = page.getByRole("dialog", { name: "Change “Contacting customers”" });
  await dialog.getByLabel("Other names sources tell of it by").fill("marketing, newsletter");
  const wrong = await lookAt(page, "purpose", shots);
  await press(page, dialog.getByRole("button", { name: "Save the purpose" }));
  await dialog.waitFor({ state: "detached" });
  await page.getByText("Sources also tell of newsletter", { exact: false }).waitFor({ state: "detached" });
  return wrong;
}

async function takesBack(page: Page, url: string, shots: string | null): Promise<string[]> {
  await page.goto(`${url}/customers/C-101`);
  await press(page, page.getByRole("button", { name: "Write down an answer…" }));
  const dialog = page.getByRole("dialog", { name: "What C-101 said" });
  await dialog.getByLabel("How they said it").fill("at the counter, form 7");
  const wrong = await lookAt(page, "tell-consent", shots);
  await press(page, dialog.getByRole("button", { name: "Write it down" }));
  await page.getByText("Their rows are left out of: figures").waitFor();
  await press(page, page.getByText("One answer").first());
  await page.getByText("at the counter, form 7", { exact: false }).waitFor();
  return [...wrong, ...(await lookAt(page, "consents", shots))];
}

async function keepsShorter(page: Page, shots: string | null): Promise<string[]> {
  await press(page, page.getByRole("button", { name: "Change how long rows of till are kept" }));
  const dialog = page.getByRole("dialog", { name: "How long rows of “till” are kept" });
  await dialog.getByLabel("Keep rows").selectOption("36");
  await dialog.getByText("This would remove", { exact: false }).waitFor();
  const yes = dialog.getByRole("button", { name: "Remove what is older" });
  const wrong = (await yes.isEnabled()) ? ["old rows can be removed without the source's name"] : [];
  await dialog.getByLabel("Write till to confirm").fill("till");
  wrong.push(...(await lookAt(page, "retention", shots)));
  await press(page, yes);
  await dialog.waitFor({ state: "detached" });
  await page.getByRole("cell", { name: "36 months" }).waitFor();
  await page.getByRole("cell", { name: "Done" }).waitFor();
  return [...wrong, ...(await lookAt(page, "privacy", shots))];
}

export const stories: readonly Story[] = [purposes];
