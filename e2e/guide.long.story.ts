import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { beliefs, type GivenFile, responses } from "./files.ts";
import { inFewColours } from "./palette-png.ts";
import type { Story } from "./run.ts";

const SHOTS = fileURLToPath(new URL("../docs/guide/shots", import.meta.url));
const MOST_BYTES = 120_000;

/**
 * What `docs/guide/first-ten-minutes.md` tells, step by step. With `--shots` it takes the guide's pictures anew; without, it holds the guide
 * to what the product does.
 */
const guide: Story = {
  title: "the guide's first ten minutes: sample, an owner, own files, six first steps that end",
  async run({ open, server, shots }) {
    const wrong: string[] = [];
    const page = await open({ viewport: { width: 1280, height: 800 }, colorScheme: "light" });
    const shot = async (name: string, of: Pick<Page, "screenshot"> = page) => {
      if (shots === null) return;
      await page.locator(".announcer.quiet").waitFor({ state: "attached" });
      const picture = inFewColours(await of.screenshot({ animations: "disabled", caret: "hide" }));
      if (picture.length > MOST_BYTES) wrong.push(`${name}.png has ${picture.length} bytes`);
      mkdirSync(SHOTS, { recursive: true });
      writeFileSync(join(SHOTS, `${name}.png`), picture);
    };
    if (server.setupUrl === null) throw new Error("a fresh installation printed no link");
    await page.goto(server.setupUrl);
    await page.getByLabel("Name").fill("Ada Thorn");
    await page.getByLabel("E-mail address").fill("ada@company.example");
    await page.getByLabel("Password", { exact: true }).fill("a counter has two seats");
    await page.getByRole("button", { name: "Become the owner and sign in" }).click();

    await page.getByRole("button", { name: "Load the sample company" }).first().click();
    await steps(page, 2, 120_000);
    await page.getByText("You are looking at a small preview").waitFor({ state: "detached" });
    await page.getByRole("heading", { level: 1, name: /You believe 82, customers say 5\d.*installation/ }).waitFor();
    await page.locator(".ev blockquote").first().waitFor();
    await shot("board");
    await find(page, "gap onboarding");
    await shot("find");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Give this gap an owner" }).click();
    await own(page, "Ines Kowalke", () => shot("owner"));
    await page.getByRole("heading", { level: 1, name: /Ines Kowalke owns it/ }).waitFor();
    await steps(page, 2); // the sample's owner is no owner of the company's own

    await bring(page, { as: "Import answers", file: responses(), source: "survey", look: () => shot("import") });
    await page.goto(server.url);
    await steps(page, 3);
    await bring(page, { as: "Import beliefs", file: beliefs(), source: "leaders", look: () => Promise.resolve() });
    await page.goto(server.url);
    await steps(page, 4);
    await page.getByRole("heading", { level: 1, name: /You believe 85, customers say 50/ }).waitFor();
    await shot("first-steps", page.locator("#first-steps"));
    await page.locator("#first-steps").getByRole("link", { name: "Make someone own it" }).click();
    await own(page, "Ada Thorn", () => Promise.resolve());
    await steps(page, 5);

    const folder = mkdtempSync(join(tmpdir(), "counterseat-guide-"));
    await server.send("POST", "/api/v1/backups", { file: join(folder, "first.counterseat") });
    rmSync(folder, { recursive: true });
    await page.reload();
    await page.getByText("All first steps are done.").waitFor();
    await page.reload();
    await page.getByRole("heading", { level: 1, name: /Ada Thorn owns it/ }).waitFor();
    if ((await page.getByText("All first steps are done.").count()) > 0) wrong.push("the first steps say twice that they are done");
    return wrong;
  },
};

async function steps(page: Page, done: number, timeout = 20_000): Promise<void> {
  await page.getByText(`${done} of 6 done`).waitFor({ timeout });
}

async function find(page: Page, text: string): Promise<void> {
  await page.keyboard.press("ControlOrMeta+k");
  await page.getByRole("combobox", { name: /Find a page/ }).fill(text);
  const found = page.getByRole("dialog").getByRole("option", { name: /^Installation/ });
  await found.first().waitFor();
}

async function own(page: Page, name: string, look: () => Promise<void>): Promise<void> {
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("combobox", { name: "Person" }).fill(name);
  await look();
  // The list of names lies over the button until it is closed.
  await dialog.locator("input[name=title]").click();
  await dialog.getByRole("button", { name: "Make them own it" }).click();
  await dialog.waitFor({ state: "detached" });
}

type Bringing = { as: string; file: GivenFile; source: string; look: () => Promise<void> };
async function bring(page: Page, { as, file, source, look }: Bringing): Promise<void> {
  await page.locator("#first-steps").getByRole("link", { name: as }).click();
  await page.locator("input[type=file]").setInputFiles(file);
  await page.getByLabel("Name of the system it comes from").fill(source);
  await page.keyboard.press("Enter");
  const start = page.getByRole("button", { name: "Import the file" });
  await start.waitFor();
  await look();
  await start.click();
  await page.getByRole("button", { name: "Import another file" }).waitFor();
}

export const stories: readonly Story[] = [guide];
