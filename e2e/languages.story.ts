import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { lookAt } from "./accessibility.ts";
import type { Story } from "./run.ts";

/** Everybody looks at these every day. */
const PAGES = [
  "/",
  "/journey",
  "/work",
  "/voice",
  "/asset",
  "/customers",
  "/act",
  "/sources",
  "/import",
  "/connect",
  "/company",
  "/account",
];

const LANGUAGES = [
  { code: "de", name: "Deutsch", direction: "ltr" },
  { code: "es", name: "Español", direction: "ltr" },
  { code: "fr", name: "Français", direction: "ltr" },
  { code: "pt-BR", name: "Português (Brasil)", direction: "ltr" },
  { code: "ar", name: "العربية", direction: "rtl" },
];

/** English sentences as they stand on the screen when nobody translated them; shorter ones may be names in any language. */
const ENGLISH = new Set(englishTexts().filter((text) => !text.includes("{") && text.split(" ").length >= 4));

function englishTexts(): string[] {
  const folder = join(import.meta.dirname, "..", "apps", "web", "src", "messages", "en");
  const files = readdirSync(folder).filter((file) => file.endsWith(".json"));
  return files.flatMap((file) => Object.values(JSON.parse(readFileSync(join(folder, file), "utf8")) as Record<string, string>));
}

const speaks: Story = {
  title: "every language: chosen on the sign-in page or by the browser, all pages in it, right to left where it is written so",
  async run({ open, server, shots }) {
    if (server.setupUrl === null) throw new Error("a fresh installation printed no link");
    const wrong: string[] = [];
    const stranger = await open({ locale: "fr-CA" });
    await stranger.goto(server.setupUrl);
    await stranger.locator("html[lang=fr]").waitFor();

    const page = await open({ locale: "en-GB" });
    const token = new URL(server.setupUrl).searchParams.get("token");
    const made = await page.context().request.post(`${server.url}/api/v1/setup`, {
      data: { token, name: "Ada Thorn", email: "ada@company.example", password: "a counter has two seats" },
    });
    if (!made.ok()) throw new Error(await made.text());
    await page.goto(server.url);
    for (const { code, name, direction } of LANGUAGES) {
      await page.locator("header .org").click();
      await page.getByRole("combobox", { name: /Language$/ }).selectOption({ label: name });
      await page.locator(`html[lang=${code}][dir=${direction}]`).waitFor();
      // German words are the longest, and Arabic runs the other way: these two are looked at on every page.
      for (const path of code === "de" || code === "ar" ? PAGES : ["/"]) {
        await page.goto(`${server.url}${path}`);
        await settled(page);
        wrong.push(...(await leftInEnglish(page)).map((text) => `${code} ${path} says in English: ${text}`));
        wrong.push(...(await lookAt(page, `language-${code}-${path.slice(1) || "board"}`, shots)));
      }
      await page.goto(server.url);
      await settled(page);
      if (direction === "rtl") wrong.push(...(await mirrored(page)));
    }
    // The choice stays, and English is found again by somebody who reads no Arabic.
    await page.locator("header .org").click();
    await page.getByRole("combobox", { name: /Language$/ }).selectOption("en");
    await page.locator("html[lang=en][dir=ltr]").waitFor();
    await page.getByRole("heading", { level: 1, name: /You believe/ }).waitFor();
    return wrong;
  },
};

async function settled(page: Page): Promise<void> {
  await page.locator("main h1").first().waitFor();
  await page.waitForLoadState("networkidle");
}

async function leftInEnglish(page: Page): Promise<string[]> {
  const texts = await page.evaluate(() => {
    const found: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode() !== null)
      if (walker.currentNode.parentElement?.closest("[lang=en], noscript") === null) found.push(walker.currentNode.textContent ?? "");
    for (const element of document.querySelectorAll("[aria-label], [title], [placeholder]"))
      for (const name of ["aria-label", "title", "placeholder"]) found.push(element.getAttribute(name) ?? "");
    return found;
  });
  return texts.map((text) => text.trim()).filter((text) => ENGLISH.has(text));
}

/** Right to left: the name of the product stands right of the account, and bars still count from left to right. */
async function mirrored(page: Page): Promise<string[]> {
  const left = (selector: string) =>
    page
      .locator(selector)
      .first()
      .evaluate((element) => element.getBoundingClientRect().left);
  const wrong: string[] = [];
  if ((await left("header .brand")) <= (await left("header .org"))) wrong.push("the frame is not mirrored");
  const bars = await page.locator(".gapbar").evaluateAll((all) => all.map((bar) => getComputedStyle(bar).direction));
  if (bars.length === 0 || bars.some((direction) => direction !== "ltr")) wrong.push(`bars run ${bars.join(", ")}`);
  return wrong;
}

export const stories: readonly Story[] = [speaks];
