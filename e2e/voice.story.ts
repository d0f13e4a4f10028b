import { lookAt } from "./accessibility.ts";
import { press } from "./keyboard.ts";
import type { Story } from "./run.ts";

const PASSWORD = "a counter has two seats";

/** The voice page on the sample company: what is said, what was done, what was written, with the keyboard alone. */
const listens: Story = {
  title: "somebody listens: scores beside behaviour, then the words behind them",
  async run({ open, server, shots }) {
    await server.send("POST", "/api/v1/demo", { seed: 7, scale: 0.1 });
    while (!(await server.get<{ loaded: boolean }>("/api/v1/demo")).loaded) await new Promise((resolve) => setTimeout(resolve, 100));
    if (server.setupUrl === null) throw new Error("a fresh installation printed no link");
    const page = await open();
    await page.goto(server.setupUrl);
    await page.getByLabel("Name").fill("Ada");
    await page.getByLabel("E-mail address").fill("ada@company.example");
    await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
    await page.keyboard.press("Enter");
    await press(page, page.getByRole("link", { name: "Voice", exact: true }).first());
    await page.getByRole("heading", { level: 1, name: /recommendation score.*would recommend you.*customers no more/ }).waitFor();
    await page.getByRole("img", { name: /Would recommend.*In the same time/ }).waitFor();
    await page
      .getByText(/^of (5|7|10)$/)
      .first()
      .waitFor();
    const wrong = await lookAt(page, "voice", shots);

    // No score without what its people did: every card with a score has a row of who answered and what became of them.
    const cards = page.locator("section[aria-labelledby^='score-']");
    for (const card of await cards.all()) {
      const rows = await card.getByRole("row", { name: /All who answered/ }).count();
      if (rows !== 1) wrong.push(`a score stands without behaviour: ${(await card.innerText()).slice(0, 80)}`);
    }
    if ((await cards.count()) !== 3) wrong.push(`${await cards.count()} score cards instead of 3`);

    await press(page, page.getByRole("button", { name: /Satisfied/ }).first());
    await page.getByRole("img", { name: /Satisfied.*In the same time/ }).waitFor();
    await press(page, page.getByRole("link", { name: /^timeline/ }).first());
    await page.getByText("One timeline").waitFor();
    return wrong;
  },
};

export const stories: readonly Story[] = [listens];
