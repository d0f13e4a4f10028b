import { lookAt } from "./accessibility.ts";
import { press } from "./keyboard.ts";
import type { Story } from "./run.ts";

const PASSWORD = "a counter has two seats";

/** The journey page on the sample company: journeys are narrowed by conditions in words, which the address keeps, with the keyboard alone. */
const narrows: Story = {
  title: "somebody narrows the journeys by conditions, looks at one way alone, and the link shows the same to another",
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
    await press(page, page.getByRole("link", { name: "Journey", exact: true }).first());
    const ways = page.getByRole("region", { name: "The different ways" });
    await ways.getByRole("listitem").first().waitFor();
    const wrong = await lookAt(page, "journey-ways", shots);

    const stack = page.getByRole("group", { name: "Only journeys that" });
    const heading = page.getByRole("heading", { level: 1 });
    const counted = async () => Number(/^([\d,]+) journey/.exec(await heading.innerText())?.[1]?.replaceAll(",", ""));
    const all = await counted();
    await press(page, page.getByRole("button", { name: "Only journeys through here" }));
    await stack.getByText(/^go through /).waitFor();
    await stack.getByRole("status").waitFor();
    const through = await counted();
    if (!(through > 0 && through < all)) wrong.push(`${through} of ${all} journeys through the step`);

    await press(page, stack.getByRole("button", { name: "Add a condition" }));
    const dialog = page.getByRole("dialog", { name: "Only journeys that…" });
    await dialog.getByLabel("Condition").selectOption({ label: "take longer than" });
    wrong.push(...(await lookAt(page, "journey-condition", shots)));
    await dialog.getByLabel("Days").fill("10");
    await page.keyboard.press("Enter");
    await stack.getByText("take 10 days or longer").waitFor();
    await ways.getByRole("listitem").first().waitFor();
    const longer = await counted();
    if (!(longer > 0 && longer < through)) wrong.push(`${longer} of ${through} journeys take longer`);
    wrong.push(...(await lookAt(page, "journey-only", shots)));

    await press(page, ways.getByRole("button", { name: /^Only this way/ }).first());
    await stack.getByText(/^go exactly: /).waitFor();
    await ways.getByText("100%", { exact: true }).first().waitFor();
    const one = await counted();
    await page.goto(page.url());
    await stack.getByText(/^go exactly: /).waitFor();
    await ways.getByRole("listitem").first().waitFor();
    if ((await counted()) !== one) wrong.push("the link shows other journeys");
    if ((await ways.getByRole("listitem").count()) !== 1) wrong.push("one way alone is not one way");
    await press(page, stack.getByRole("button", { name: /^Take off: take 10 days or longer/ }));
    await stack.getByText("take 10 days or longer").waitFor({ state: "detached" });
    await press(page, stack.getByRole("button", { name: "Show all journeys" }));
    await stack.getByText("Only journeys that").waitFor({ state: "detached" });
    if ((await counted()) !== all) wrong.push(`${await counted()} of ${all} journeys after all conditions are off`);
    return wrong;
  },
};

export const stories: readonly Story[] = [narrows];
