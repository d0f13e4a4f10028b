import { readFileSync } from "node:fs";
import type { Download, Locator, Page } from "playwright-core";
import { DEFAULT_LIMITS } from "../apps/server/src/customer/reading/limits.ts";
import { openTable } from "../apps/server/src/customer/reading/open-table.ts";
import { lookAt } from "./accessibility.ts";
import { press, tabTo } from "./keyboard.ts";
import type { Story } from "./run.ts";

const PASSWORD = "a counter has two seats";

/** What somebody does every day beside reading figures: finding, walking by keys, taking away, looking up; with the keyboard alone. */
const everyday: Story = {
  title: "everyday use by keyboard: find, walk through lists, take tables and charts away, the first steps, the interface for programs",
  async run({ open, server, shots }) {
    const wrong: string[] = [];
    const page = await open({ acceptDownloads: true, colorScheme: "dark" });
    const look = async (name: string) => wrong.push(...(await lookAt(page, name, shots)));
    if (server.setupUrl === null) throw new Error("a fresh installation printed no link");
    const token = new URL(server.setupUrl).searchParams.get("token");
    const made = await page.context().request.post(`${server.url}/api/v1/setup`, {
      data: { token, name: "Ada Thorn", email: "ada@company.example", password: PASSWORD },
    });
    if (!made.ok()) throw new Error(await made.text());

    await page.goto(server.url);
    await page.getByRole("heading", { level: 2, name: "First steps" }).waitFor();
    await page.getByText("1 of 6 done").waitFor();
    wrong.push(...(await takesAway(page, look)));
    wrong.push(...(await finds(page)));
    wrong.push(...(await walks(page)));

    await page.keyboard.press("?");
    const keys = page.getByRole("dialog", { name: "Keys" });
    await keys.waitFor();
    for (const line of ["Next row", "Go to Gap board", "Go to Interface for programs", "Into the search or the first filter of the page"])
      if ((await keys.getByText(line, { exact: true }).count()) !== 1) wrong.push(`the list of keys does not say: ${line}`);
    await look("keys");
    await page.keyboard.press("Escape");
    await keys.waitFor({ state: "detached" });
    wrong.push(...(await looksUp(page, look)));

    await page.keyboard.press("Escape");
    await page.keyboard.press("g");
    await page.keyboard.press("h");
    await page.getByRole("heading", { level: 1, name: "The first ten minutes" }).waitFor();
    await page.getByRole("img", { name: /The gap board of the sample/ }).waitFor();
    await press(page, page.getByRole("link", { name: "board.md" }));
    await page.getByRole("heading", { level: 1, name: "How the board is worked out" }).waitFor();
    await page.getByRole("rowheader", { name: "not known yet" }).waitFor();
    await look("guide");

    // Put away, it is gone from the board and stays to be found.
    await page.goto(server.url);
    await press(page, page.getByRole("button", { name: "Put away" }));
    await page.getByRole("heading", { level: 2, name: "First steps" }).waitFor({ state: "detached" });
    await find(page, "first steps");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 2, name: "First steps" }).waitFor();
    return wrong;
  },
};

/** Opens the palette, types, and waits until something is found. @returns what was found, best first */
async function find(page: Page, text: string): Promise<string[]> {
  await page.keyboard.press("ControlOrMeta+k");
  await page.getByRole("combobox", { name: /Find a page/ }).waitFor();
  await page.keyboard.type(text);
  const found = page.getByRole("dialog").getByRole("option");
  await found.first().waitFor();
  return found.allInnerTexts();
}

async function finds(page: Page): Promise<string[]> {
  const wrong: string[] = [];
  for (const [typed, first] of [
    ["gap onboarding", /^Installation: .*gap/s],
    ["gap instalation", /^Installation: .*gap/s],
    ["kowalke", /^Ines Kowalke, .*person/s],
    ["give a gap an owner", /^Make someone own the gap at .*do/s],
    ["import file", /^Import a file.*do/s],
    ["audit", /^Audit trail.*page/s],
    ["journey renewal", /on the journey map.*journey/s],
    ["load sample", /^Load the sample company.*do/s],
  ] as const) {
    const found = await find(page, typed);
    if (!first.test(found[0] ?? "")) wrong.push(`“${typed}” finds first: ${found[0] ?? "nothing"}`);
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
  }
  await find(page, "gap onboarding");
  await page.keyboard.press("Enter");
  await page.waitForURL(/cell=install/);
  await page.getByRole("heading", { level: 2, name: "Installation" }).waitFor();
  // To the act on it in one step more: the dialog opens at once.
  await find(page, "give owner");
  await page.keyboard.press("Enter");
  await page.getByRole("dialog", { name: /own/i }).waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  return wrong;
}

async function walks(page: Page): Promise<string[]> {
  const wrong: string[] = [];
  const focused = () => page.evaluate(() => document.activeElement?.textContent ?? "");
  await page.goto(`${new URL(page.url()).origin}/?cell=install`);
  await page.getByRole("heading", { level: 2, name: "Installation" }).waitFor();
  const rows = await page.locator(".card > div > ol > li .c-name a, .card > ol > li .c-name a").allTextContents();
  await page.keyboard.press("j");
  if ((await focused()) !== rows[0]) wrong.push(`j stands on “${await focused()}”, not on “${rows[0] ?? ""}”`);
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await page.keyboard.press("k");
  if ((await focused()) !== rows[1]) wrong.push(`j j k stands on “${await focused()}”, not on “${rows[1] ?? ""}”`);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 2, name: rows[1] ?? "" }).waitFor();
  await page.keyboard.press("g");
  await page.keyboard.press("c");
  await page.getByRole("searchbox").waitFor();
  await page.keyboard.press("/");
  await page.keyboard.type("jkg");
  if ((await page.getByRole("searchbox").inputValue()) !== "jkg") wrong.push("letters typed into the search were taken for keys");
  await page.keyboard.press("Escape");
  await page.keyboard.press("g");
  await page.keyboard.press("b");
  await page.getByRole("heading", { level: 1, name: /customers say/ }).waitFor();
  return wrong;
}

/** The page of the interface: found by words, opened, with a call to copy that names this server. */
async function looksUp(page: Page, look: Look): Promise<string[]> {
  const wrong: string[] = [];
  const server = new URL(page.url()).origin;
  await page.keyboard.press("g");
  await page.keyboard.press("r");
  await page.getByRole("heading", { level: 1, name: /a program can do as well/ }).waitFor();
  await page.getByText("/api/v1/actions", { exact: true }).first().waitFor();
  const all = await page.locator(".api details").count();
  const entry = page.locator("details").filter({ hasText: "Make someone own a gap" });
  await press(page, entry.locator("summary").first());
  await entry.getByText(`-X POST '${server}/api/v1/actions'`).waitFor();
  await entry
    .getByRole("region", { name: /^What goes into/ })
    .getByRole("rowheader", { name: "goalLine" })
    .waitFor();
  await look("api");
  await page.keyboard.press("/");
  await page.keyboard.type("own gap goalLine");
  await page.getByRole("heading", { level: 2, name: "When it does not work" }).waitFor({ state: "detached" });
  const found = await page.locator(".api summary").allInnerTexts();
  if (!/Make someone own a gap/.test(found.join()) || found.length >= all / 4)
    wrong.push(`“own gap goalLine” finds ${found.length} of ${all} operations`);
  return wrong;
}

type Look = (name: string) => Promise<unknown>;

/** The board's table as CSV and XLSX holds the same cells; its chart leaves as SVG and PNG, on light paper although the page is dark. */
async function takesAway(page: Page, look: Look): Promise<string[]> {
  const wrong: string[] = [];
  const menu = page.getByRole("button", { name: /^Export/ }).first();
  await press(page, menu);
  await page.getByRole("button", { name: "Table as CSV" }).waitFor();
  await look("board-export");
  // Going from wide to narrow and back takes the focus along; the keyboard fetches it first.
  await press(page, page.getByRole("button", { name: "Table as CSV" }), "Escape");
  const csv = await rowsOf(await taken(page, menu, "Table as CSV"), "csv");
  const xlsx = await rowsOf(await taken(page, menu, "Table as Excel (XLSX)"), "xlsx");
  if (csv.length < 7) wrong.push(`the CSV of the board has ${csv.length} rows`);
  const close = (one: string, other: string) =>
    one === other || (one !== "" && other !== "" && Math.abs(Number(one) - Number(other)) <= 1e-9 * Math.abs(Number(other)));
  for (const [at, row] of csv.entries())
    for (const [column, cell] of row.entries())
      if (!close(xlsx[at]?.[column] ?? "", cell)) wrong.push(`row ${at}: CSV says ${cell}, XLSX ${xlsx[at]?.[column] ?? "nothing"}`);

  const svg = readFileSync(await (await taken(page, menu, "Picture as SVG")).path(), "utf8");
  for (const [what, sign] of [
    ["a title", /<title>[^<]+<\/title>/],
    ["what it shows in words", /<desc>[^<]*82[^<]*<\/desc>/],
    ["light paper", /<rect [^>]*fill="#ffffff"/],
    ["the leaders' mark in ochre on paper", /fill="#b87408"/],
    ["the customers' mark in teal on paper", /fill="#0e8a89"/],
    ["its words as words", /<text [^>]*>Installation<\/text>/],
  ] as const)
    if (!sign.test(svg)) wrong.push(`the SVG lacks ${what}`);
  if (/var\(--|class=|style=|foreignObject|https?:\/\/(?!www\.w3\.org)/.test(svg)) wrong.push("the SVG leans on something outside of it");
  const size = /<svg [^>]*?width="(\d+)" height="(\d+)"/.exec(svg);
  const png = readFileSync(await (await taken(page, menu, "Picture as PNG")).path());
  if (png.readUInt32BE(16) !== 2 * Number(size?.[1]) || png.readUInt32BE(20) !== 2 * Number(size?.[2]))
    wrong.push(`the PNG measures ${png.readUInt32BE(16)} × ${png.readUInt32BE(20)}, the SVG ${size?.[1] ?? "?"} × ${size?.[2] ?? "?"}`);

  await page.keyboard.press("g");
  await page.keyboard.press("j");
  await page.locator(".react-flow__edge").first().waitFor({ state: "attached" });
  const map = readFileSync(
    await (await taken(page, page.getByRole("button", { name: /^Export/ }).first(), "Picture as SVG")).path(),
    "utf8",
  );
  const boxes = await page.locator(".react-flow__node").count();
  const words = [...map.matchAll(/<text /g)].length;
  if (words < 3 * boxes) wrong.push(`the map's picture has ${words} words for ${boxes} steps`);
  if (!/<path [^>]*marker-end="url\(#arrow\)"/.test(map) || !map.includes('<marker id="arrow"'))
    wrong.push("the map's picture lacks its arrows");
  return wrong;
}

async function taken(page: Page, menu: Locator, what: string): Promise<Download> {
  await press(page, menu);
  const button = page.getByRole("button", { name: what });
  await tabTo(page, button);
  const coming = page.waitForEvent("download");
  await page.keyboard.press("Enter");
  return coming;
}

/** As an import of the file would read it. */
async function rowsOf(file: Download, format: "csv" | "xlsx"): Promise<string[][]> {
  const path = await file.path();
  const table = await openTable({ path, format, encoding: "utf-8", delimiter: ",", part: null, limits: DEFAULT_LIMITS });
  const rows: string[][] = [];
  for await (const chunk of table.chunks) rows.push(...chunk.rows);
  return rows;
}

export const stories: readonly Story[] = [everyday];
