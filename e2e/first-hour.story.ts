import type { Page } from "playwright-core";
import { lookAt } from "./accessibility.ts";
import type { ServerProcess } from "../bench/server-process.ts";
import { beliefs, type GivenFile, helpdesk, helpdeskExpected, responses } from "./files.ts";
import { press, tabTo, type } from "./keyboard.ts";
import type { Story } from "./run.ts";

const PASSWORD = "a counter has two seats";

/** Start → import a journey, answers and beliefs → map → board → an owner, with the keyboard alone. */
function firstHour(width: number, colorScheme: "light" | "dark"): Story {
  return {
    title: `the first hour with own files, keyboard only, ${colorScheme}, ${width} px`,
    async run({ open, server, shots }) {
      const page = await open({ viewport: { width, height: 900 }, colorScheme });
      // A listener from the start keeps the browser handing choosers over; one added just before the key comes too late at times.
      page.on("filechooser", () => undefined);
      const wrong: string[] = [];
      const look = async (name: string) => wrong.push(...(await lookAt(page, name, shots)));

      if (server.setupUrl === null) throw new Error("a fresh installation printed no link");
      await page.goto(`${server.url}/sign-in`);
      await page.getByRole("heading", { level: 1 }).waitFor();
      await look("sign-in");
      await page.goto(server.setupUrl);
      await look("setup");
      await type(page, page.getByLabel("Name"), "Ada");
      await type(page, page.getByLabel("E-mail address"), "ada@company.example");
      await type(page, page.getByLabel("Password", { exact: true }), PASSWORD);
      await page.keyboard.press("Enter");

      await page.getByText("You are looking at a small preview").waitFor();
      await page.getByRole("heading", { level: 1, name: /You believe 82, customers say 5\d.*installation/ }).waitFor();
      await look("board-preview");

      const desk = helpdesk();
      await press(page, page.getByRole("link", { name: "Import my own files" }).first());
      await page.getByRole("heading", { level: 1, name: "Bring in a file" }).waitFor();
      await look("import-choose");
      await bring(page, { kind: "Events", file: desk.file, source: "helpdesk", accepted: desk.events, look });
      await press(page, page.getByRole("button", { name: "Import another file" }));
      await bring(page, { kind: "Responses", file: responses(), source: "survey", accepted: 160, refused: 1, look });
      await press(page, page.getByRole("button", { name: "Import another file" }));
      await bring(page, { kind: "Beliefs", file: beliefs(), source: "leaders", accepted: 24, look });

      wrong.push(...(await sameAsExpected(server)));

      await press(page, page.getByRole("link", { name: "See the board" }));
      await page
        .getByRole("heading", { level: 1, name: /You believe 85, customers say 50: the largest gap is repair; nobody owns it yet/ })
        .waitFor();
      // axe is content with rows nobody can see, so both stages must be visible.
      for (const stage of ["Repair", "Billing"]) await page.getByText(stage, { exact: true }).filter({ visible: true }).first().waitFor();
      await look("board-own");
      await press(page, page.getByRole("button", { name: /Make someone own it/ }).first());
      await page.getByRole("dialog").waitFor();
      await look("own-dialog");
      await type(page, page.getByRole("dialog").getByRole("combobox", { name: "Person" }), "Ines Kowalke");
      await press(page, page.getByRole("button", { name: "Make them own it" }));
      await page.getByRole("dialog").waitFor({ state: "detached" });
      await page.getByRole("heading", { level: 1, name: /Ines Kowalke owns it/ }).waitFor();
      await look("board-owned");

      // The dialog gave the focus back to the board, not into a field, so the go keys work.
      await page.keyboard.press("g");
      await page.keyboard.press("j");
      await page.getByText("Nothing is dropped").first().waitFor();
      await look("journey");
      for (const [key, name, text] of [
        ["c", "customers", "K1000"],
        ["a", "act", "Ines Kowalke"],
        ["s", "sources", "helpdesk"],
        ["o", "company", "Repair"],
      ] as const) {
        await page.keyboard.press("g");
        await page.keyboard.press(key);
        await page.getByText(text).first().waitFor();
        await look(name);
      }
      await page.keyboard.press("ControlOrMeta+k");
      await page.keyboard.type("K1003");
      await page.getByRole("option", { name: /K1003/ }).first().waitFor();
      await look("palette");
      await page.keyboard.press("Enter");
      await page.getByRole("heading", { level: 1, name: /K1003/ }).waitFor();
      // The answer carries the day its German export names, day first.
      const told = await server.get<{ entries: { time: string | null }[] }>("/api/v1/customers/K1003/timeline");
      if (!told.entries.every((entry) => entry.time?.startsWith("2026-03-04")))
        wrong.push(`K1003 answered on ${told.entries[0]?.time ?? "no day"}`);
      await look("timeline");
      return wrong;
    },
  };
}

interface Bringing {
  readonly kind: string;
  readonly file: GivenFile;
  readonly source: string;
  readonly accepted: number;
  readonly refused?: number;
  readonly look: (name: string) => Promise<unknown>;
}

async function bring(page: Page, { kind, file, source, accepted, refused = 0, look }: Bringing): Promise<void> {
  const radio = page.getByRole("radio", { name: new RegExp(`^${kind}`) });
  await tabTo(page, page.getByRole("group", { name: "The rows are" }));
  for (let i = 0; i < 4 && !(await radio.isChecked()); i++) await page.keyboard.press("ArrowDown");
  const input = page.locator("input[type=file]");
  await tabTo(page, input);
  const chooser = page.waitForEvent("filechooser");
  await page.keyboard.press("Space");
  await (await chooser).setFiles(file);
  await type(page, page.getByLabel("Name of the system it comes from"), source);
  await page.keyboard.press("Enter");
  const start = page.getByRole("button", { name: "Import the file" });
  await start.waitFor();
  await look(`import-map-${source}`);
  await press(page, start);
  await page.getByText(new Intl.NumberFormat("en").format(accepted), { exact: true }).first().waitFor();
  if (refused > 0) await page.getByText("11 on a 0-10 scale").first().waitFor();
  await look(`import-done-${source}`);
}

/** What came in through the page is mined like what comes in by the command line: edge by edge as others computed it. */
async function sameAsExpected(server: ServerProcess): Promise<string[]> {
  const expected = helpdeskExpected();
  if (expected === null) return [];
  const model = await server.get<{ variants: number; edges: { from: string; to: string; count: number }[] }>(
    "/api/v1/journey/model?log=helpdesk",
  );
  const found = new Map(model.edges.map((edge) => [`${edge.from} → ${edge.to}`, edge.count]));
  const off = expected.dfg.filter(([from, to, count]) => found.get(`${from} → ${to}`) !== count);
  const wrong = off.map(([from, to, count]) => `${from} → ${to}: ${found.get(`${from} → ${to}`) ?? 0} instead of ${count}`);
  if (found.size !== expected.dfg.length) wrong.push(`${found.size} edges instead of ${expected.dfg.length}`);
  if (model.variants !== expected.n_variants) wrong.push(`${model.variants} variants instead of ${expected.n_variants}`);
  return wrong;
}

export const stories: readonly Story[] = [firstHour(1280, "light"), firstHour(320, "dark")];
