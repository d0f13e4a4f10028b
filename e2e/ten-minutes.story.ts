import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Locator, Page } from "playwright-core";
import { lookAt } from "./accessibility.ts";
import type { GivenFile } from "./files.ts";
import { billing, messyAnswers } from "./messy-files.ts";
import { press, tabTo, type } from "./keyboard.ts";
import type { Story } from "./run.ts";

const SHIM = fileURLToPath(new URL("../apps/cli/bin/counterseat.mjs", import.meta.url));

/** The same things are done with the mouse, and with the keyboard alone. */
interface Hands {
  readonly name: string;
  press(target: Locator): Promise<void>;
  write(target: Locator, text: string): Promise<void>;
  choose(input: Locator, file: GivenFile): Promise<void>;
  pick(group: Locator, radio: Locator): Promise<void>;
}

function mouse(_page: Page): Hands {
  return {
    name: "mouse",
    press: (target) => target.click(),
    write: (target, text) => target.fill(text),
    choose: (input, file) => input.setInputFiles(file),
    pick: (_group, radio) => radio.check(),
  };
}

function keyboard(page: Page): Hands {
  return {
    name: "keyboard",
    press: (target) => press(page, target),
    write: (target, text) => type(page, target, text),
    async choose(input, file) {
      await tabTo(page, input);
      const chooser = page.waitForEvent("filechooser");
      await page.keyboard.press("Space");
      await (await chooser).setFiles(file);
    },
    async pick(group, radio) {
      await tabTo(page, group);
      for (let i = 0; i < 8 && !(await radio.isChecked()); i++) await page.keyboard.press("ArrowDown");
    },
  };
}

/**
 * What a newcomer does in the first ten minutes: account, the sample company, the finding and what hangs on it, an owner, an own messy file,
 * a second source, finding things again, a backup that restores, and the sample gone without a trace.
 */
function tenMinutes(hands: (page: Page) => Hands, colorScheme: "light" | "dark"): Story {
  return {
    title: `the first ten minutes, by ${hands === mouse ? "mouse" : "keyboard"} alone`,
    async run({ open, server, shots }) {
      const wrong: string[] = [];
      const page = await open({ colorScheme });
      page.on("filechooser", () => undefined);
      const by = hands(page);
      const look = async (name: string) => wrong.push(...(await lookAt(page, `ten-${by.name}-${name}`, shots)));
      const heading = (name: RegExp) => page.getByRole("heading", { level: 1, name });

      // An account, in one form.
      if (server.setupUrl === null) throw new Error("a fresh installation printed no link");
      await page.goto(server.setupUrl);
      await by.write(page.getByLabel("Name"), "Ada");
      await by.write(page.getByLabel("E-mail address"), "ada@company.example");
      await by.write(page.getByLabel("Password", { exact: true }), "a counter has two seats");
      await by.press(page.locator("form button[type=submit]"));

      // The sample company, whole: the board is the first screen, and its sentence is the finding.
      await page.getByText("You are looking at a small preview").waitFor();
      await by.press(page.getByRole("button", { name: "Load the sample company" }).first());
      await page.getByText("You are looking at a small preview").waitFor({ state: "detached", timeout: 120_000 });
      await heading(
        /You believe 82, customers say 50: the largest gap is installation; EUR .* a year at stake; nobody owns it yet\./,
      ).waitFor();
      await look("board");

      // Seen: what stands behind the number. Priced: what hangs on it, down to the customers.
      const first = page
        .getByRole("listitem")
        .filter({ has: page.getByRole("link", { name: "Installation", exact: true }) })
        .first();
      await by.press(first.getByRole("link", { name: "Installation", exact: true }));
      await page.getByRole("heading", { level: 3, name: "What hangs on it" }).waitFor();
      await page.getByText("Customers who passed here", { exact: true }).waitFor();
      if (!(await first.locator(".life").textContent())?.includes("priced, next owned")) wrong.push("the worst gap is not priced");

      // Owned: two presses from the board.
      await by.press(first.getByRole("button", { name: /Make someone own it/ }));
      const dialog = page.getByRole("dialog");
      await dialog.waitFor();
      if ((await dialog.getByRole("combobox", { name: "Person" }).inputValue()) === "")
        await by.write(dialog.getByRole("combobox", { name: "Person" }), "Ines Kowalke");
      await by.press(dialog.getByRole("button", { name: "Make them own it" }));
      await dialog.waitFor({ state: "detached" });
      await heading(/Ines Kowalke owns it/).waitFor();
      if (!(await first.locator(".life").textContent())?.includes("owned, next acted")) wrong.push("the worst gap is not owned");
      await look("owned");

      // The step on the map, with what it costs in waiting.
      await by.press(page.getByRole("link", { name: "See it on the journey" }));
      await page.getByText("Nothing is dropped").first().waitFor();

      // Customers as an asset: a steady head count that hides a shrinking one.
      await goTo(page, by, "Asset");
      await heading(/You closed the year with/).waitFor();
      await page.getByRole("heading", { level: 2, name: "Steady on paper, shrinking in fact" }).waitFor();
      await look("asset");

      // An own file as it comes: semicolons, days first, decimal commas, a byte order mark, a total at the end.
      const answers = messyAnswers(60);
      await bring(page, by, { kind: "Responses", file: answers.file, source: "survey", accepted: answers.rows });
      // The next export tells them again, and seven more: it asks, and keeps the seven.
      await offer(page, by, { kind: "Responses", file: messyAnswers(67).file, source: "survey" });
      await by.press(page.getByRole("button", { name: "Import only the rows not seen yet" }));
      await page.getByRole("alert").waitFor({ state: "detached" });
      await page.getByText("7", { exact: true }).first().waitFor();
      await goTo(page, by, "Sources");
      await page.getByText("survey").first().waitFor();
      await by.press(page.getByRole("button", { name: /^Undo/ }).first());
      await by.press(page.getByRole("dialog").getByRole("button", { name: "Undo the import" }));
      await page.getByText("Taken back").first().waitFor();
      const bills = billing();
      await bring(page, by, { kind: "Subscriptions", file: bills.file, source: "billing", accepted: bills.rows });
      await goTo(page, by, "Asset");
      await heading(/You closed the year with/).waitFor();

      // Found again by its words, without knowing where it lives.
      await page.keyboard.press("Escape");
      await page.keyboard.press("ControlOrMeta+k");
      await page.keyboard.type("asset");
      await page.getByRole("option", { name: /Asset/ }).first().waitFor();
      await page.keyboard.press("Escape");
      await page.keyboard.press("?");
      await page.getByRole("dialog", { name: "Keys" }).waitFor();
      await page.keyboard.press("Escape");

      wrong.push(...(await backedUp(server)));

      // The sample goes; what is ours stays.
      const menu = page.locator("button.org");
      await by.press(menu);
      await by.press(page.getByRole("button", { name: "Remove the sample company" }));
      await by.press(page.getByRole("dialog").getByRole("button", { name: "Remove the sample", exact: true }));
      await page.waitForFunction(async () => !(await (await fetch("/api/v1/demo")).json()).loaded);
      const { sources } = await server.get<{ sources: { name: string }[] }>("/api/v1/sources?world=own");
      if (!sources.some((source) => source.name === "billing")) wrong.push("the own source went with the sample");
      return wrong;
    },
  };
}

async function goTo(page: Page, by: Hands, name: string): Promise<void> {
  await by.press(page.getByRole("navigation", { name: "Main" }).getByRole("link", { name, exact: true }));
}

async function bring(
  page: Page,
  by: Hands,
  { accepted, ...asked }: { kind: string; file: GivenFile; source: string; accepted: number },
): Promise<void> {
  await offer(page, by, asked);
  await page.getByText(new Intl.NumberFormat("en").format(accepted), { exact: true }).first().waitFor();
}

/** Up to the press on Import. */
async function offer(page: Page, by: Hands, { kind, file, source }: { kind: string; file: GivenFile; source: string }): Promise<void> {
  await goTo(page, by, "Sources");
  await by.press(page.getByRole("link", { name: /Import/ }).first());
  await page.getByRole("heading", { level: 1, name: "Bring in a file" }).waitFor();
  await by.pick(page.getByRole("group", { name: "The rows are" }), page.getByRole("radio", { name: new RegExp(`^${kind}`) }));
  await by.choose(page.locator("input[type=file]"), file);
  await by.write(page.getByLabel("Name of the system it comes from"), source);
  await page.keyboard.press("Enter");
  const start = page.getByRole("button", { name: "Import the file" });
  await start.waitFor();
  await by.press(start);
}

/** A backup of the running installation restores into a new directory, row for row. */
async function backedUp(server: { dataDir: string }): Promise<string[]> {
  const scratch = mkdtempSync(join(tmpdir(), "counterseat-ten-"));
  const file = join(scratch, "first.counterseat");
  const run = (args: readonly string[]) =>
    new Promise<string>((resolve, reject) => {
      const child = spawn(SHIM, args, { stdio: ["ignore", "pipe", "ignore"] });
      let printed = "";
      child.stdout.on("data", (part: Buffer) => (printed += part.toString()));
      child.on("error", reject);
      child.on("close", (code) => (code === 0 ? resolve(printed) : reject(new Error(`${args[0] ?? ""} ended with ${code}`))));
    });
  try {
    await run(["backup", file, "--data-dir", server.dataDir]);
    const verified = JSON.parse(await run(["restore", file, "--verify"])) as { verified?: boolean };
    return verified.verified === true ? [] : [`the backup does not verify: ${JSON.stringify(verified)}`];
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

export const stories: readonly Story[] = [tenMinutes(mouse, "light"), tenMinutes(keyboard, "dark")];
