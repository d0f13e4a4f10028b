import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { inspect } from "./inspect-page.ts";
import { unguarded } from "./unguarded-page.ts";
import { csv, plant } from "./plant-payloads.ts";
import type { Story } from "./run.ts";
import { asId, payloadAt, payloads } from "./xss-payloads.ts";

const N = payloads.length;
/** Those that fit whole into the name of a source, which is all some pages show of a system. */
const NAMED = payloads.filter((_, i) => `${i} ${payloadAt(i)}`.length <= 100).length;
const THEMES = ["light", "dark"] as const;
const askedByName = process.argv.slice(2).some((word) => word.includes("xss"));
/** Read as text: the stories do not load the product's browser code. */
const PAGES = [...readFileSync(new URL("../apps/web/src/pages.ts", import.meta.url), "utf8").matchAll(/path: "([^"]+)"/g)].map(
  (found) => found[1] ?? "",
);

/** Stored by the API in every text field, then every page opened: nothing runs, nothing is more than text, nothing is refused by the policy. */
const storedScripts: Story = {
  title: `${payloads.length} planted scripts in every text field: no page, panel, file or picture runs one, light and dark`,
  async run({ open, browser, server }) {
    const wrong: string[] = await unguarded(browser);
    const page = await open();
    await page.route("**/favicon.ico", (route) => route.fulfill({ status: 204 })); // asked for only beside bare answers
    const owner = page.context().request;
    const token = new URL(server.setupUrl ?? server.url).searchParams.get("token");
    const setUp = await owner.post(`${server.url}/api/v1/setup`, {
      data: { token, name: payloadAt(13), email: "ada@company.example", password: "a counter has two seats" },
    });
    if (!setUp.ok()) throw new Error(await setUp.text());
    wrong.push(...(await plant(server)));

    const visited = new Set<string>(["/sign-in", "/setup", "/join"]); // opened by the other stories; nothing stored stands on them
    const ever = new Set<number>();
    const look = async (what: string, least: number) => {
      const seen = await inspect(page);
      for (const element of seen.strange) wrong.push(`${what}: ${element}`);
      for (const n of seen.shown) ever.add(n);
      if (seen.shown.size < least) wrong.push(`${what}: shows ${seen.shown.size} payloads instead of at least ${least}`);
    };
    for (const colorScheme of THEMES) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      for (const [path, least] of LISTS) {
        visited.add(path.split("?")[0] ?? "");
        await page.goto(server.url + path);
        await settled(page);
        await look(`${path}, ${colorScheme}`, least);
      }
      // Half of the details in each theme: each is opened once. Among all other stories every fourth of them will do.
      const apart = THEMES.length * (askedByName ? 1 : 4);
      const share = <T>(all: readonly T[]) => all.filter((_, at) => at % apart === THEMES.indexOf(colorScheme));
      visited.add("/import");
      visited.add("/help/$page"); // opened as /help/board
      visited.add("/sources/$id");
      const { sources } = await server.get<{ sources: { name: string }[] }>("/api/v1/sources?world=own");
      for (const { name } of share(sources)) {
        await walk(page, `/sources/${encodeURIComponent(name)}`);
        await page.waitForFunction((wanted) => document.querySelector("h1")?.textContent?.includes(wanted), name);
        await settled(page);
        await look(`source ${name}, ${colorScheme}`, 1);
      }
      await previewed(page, server.url);
      await look(`import, ${colorScheme}`, N);

      visited.add("/customers/$id");
      for (const id of share(customers())) {
        await walk(page, `/customers/${encodeURIComponent(id)}`);
        await page.waitForFunction((wanted) => document.querySelector("h1")?.textContent === wanted, id);
        await settled(page);
        await look(`customer ${id}, ${colorScheme}`, 1);
      }
      const { cells } = await server.get<{ cells: { key: string; stageLabel: string; state: string; owner: string }[] }>(
        "/api/v1/gap/board?world=own",
      );
      if (cells.filter((cell) => cell.state !== "hidden").length < N) wrong.push(`${cells.length} cells on the board`);
      // Each on a board of its owner's cells alone: a board of 300 rows takes a second to draw.
      for (const cell of share(cells.filter((one) => one.state !== "hidden"))) {
        await walk(page, `/?owner=${encodeURIComponent(cell.owner)}&cell=${encodeURIComponent(cell.key)}`);
        await page.waitForFunction((wanted) => document.querySelector("#evt")?.textContent?.startsWith(wanted), cell.stageLabel);
        await settled(page);
        await look(`cell ${cell.stageLabel}, ${colorScheme}`, 1);
      }
    }
    if (ever.size !== N) wrong.push(`${N - ever.size} payloads were never on a page`);
    for (const path of PAGES) if (!visited.has(path)) wrong.push(`no planted text was looked for on ${path}`);
    wrong.push(...(await answersAlone(page, server.url)));
    return wrong;
  },
};

/** Pages and views that open by an address, with how many payloads at least have to stand there for the look to mean something. */
const LISTS: readonly (readonly [path: string, least: number])[] = [
  ["/", N],
  // Every design's name stands in its list.
  ["/journey", N],
  ["/journey?steps=1&paths=1", N * 0.8],
  ["/work", 0],
  ["/customers", N * 0.13],
  [`/customers?search=${encodeURIComponent("<img")}`, N * 0.13],
  ["/asset", 0],
  ["/voice", 0],
  ["/help", 0],
  ["/help/api", 0],
  ["/help/board", 0],
  ["/act", N],
  ["/sources", N],
  ["/quality", NAMED],
  ["/connect", 0],
  ["/review", 0],
  ["/company", N],
  ["/people", N],
  ["/keys", N],
  ["/audit", N],
  ["/privacy", NAMED],
  ["/account", 1],
  // What it shows of an address stays as it is written there, escaped.
  [`/nowhere/${encodeURIComponent(payloadAt(10))}`, 0],
];

function customers(): string[] {
  return [...new Set(payloads.map((payload) => payload.text.trim()))];
}

/** Goes there as a link in the page does, without loading everything anew. */
async function walk(page: Page, path: string): Promise<void> {
  await page.evaluate((to) => history.pushState({}, "", to), path);
}

async function settled(page: Page): Promise<void> {
  await page.waitForFunction(() => document.querySelector("h1") !== null && document.querySelector(".waiting") === null);
}

/** A file whose columns are named and filled with payloads, up to the page that shows how it would be read. */
async function previewed(page: Page, url: string): Promise<void> {
  const rows = [payloads.map((_, i) => payloadAt(i)), payloads.map((_, i) => payloadAt(i + 1)), payloads.map((_, i) => payloadAt(i + 2))];
  await page.goto(`${url}/import`);
  await page.locator("input[type=file]").setInputFiles({ name: `${asId(11)}.csv`, mimeType: "text/csv", buffer: csv(rows) });
  await page.getByLabel("Name of the system it comes from").fill(payloadAt(12).slice(0, 100));
  await page.keyboard.press("Enter");
  await page.locator(".mapping").waitFor();
  await settled(page);
}

/** What a browser gets without the page around it: files to keep, pictures, and answers somebody opens by themselves. */
async function answersAlone(page: Page, url: string): Promise<string[]> {
  const wrong: string[] = [];
  const { request } = page.context();
  const { sources } = (await (await request.get(`${url}/api/v1/sources?world=own`)).json()) as {
    sources: { imports: { id: string; refused: number }[] }[];
  };
  const refused = sources.flatMap((source) => source.imports).filter((one) => one.refused > 0);
  if (refused.length < 3) wrong.push(`${refused.length} imports with refused rows`);
  for (const { id } of refused) {
    const file = await request.get(`${url}/api/v1/imports/${id}/refused?world=own`);
    const head = file.headers();
    if (!/^attachment; filename="[\w.-]+"$/.test(head["content-disposition"] ?? ""))
      wrong.push(`a download as ${head["content-disposition"]}`);
    if (!head["content-security-policy"]?.startsWith("default-src 'none'")) wrong.push("a download without a policy");
    if (head["x-content-type-options"] !== "nosniff" || /html|xml|svg/.test(head["content-type"] ?? ""))
      wrong.push(`${head["content-type"]}`);
  }
  for (const path of ["/favicon.svg", "/api/v1/company?world=own", "/api/v1/actions?world=own", "/api/openapi.json", "/version"]) {
    await page.goto(url + path);
    const strange = await page.evaluate(() => document.querySelectorAll("script, img, iframe, [onload], [onerror]").length);
    if (strange > 0) wrong.push(`${path}: ${strange} elements that run or load something`);
  }
  return wrong;
}

export const stories: readonly Story[] = [storedScripts];
