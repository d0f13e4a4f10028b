import { lookAt } from "./accessibility.ts";
import { press, type } from "./keyboard.ts";
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
    await page.getByRole("region", { name: "What these journeys do otherwise" }).getByRole("table").waitFor();
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

/** What was designed beside what happened: found, narrowed, marked on the map, drawn anew, taken out and brought in, with the keyboard alone. */
const designs: Story = {
  title: "somebody sees where journeys leave the designed one, looks at those alone, marks it on the map, and draws one of their own",
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
    const card = page.getByRole("region", { name: "Designed and actual" });
    const skipped = card.getByRole("row", { name: /^Appointment confirmed skipped/ });
    await skipped.waitFor();
    const wrong = await lookAt(page, "journey-designed", shots);
    await card.getByText(/^Appointment confirmed skipped in .*Most of all through Partner/).waitFor();
    const cases = Number((await skipped.getByRole("cell").first().innerText()).replaceAll(",", ""));
    await press(page, card.getByRole("checkbox", { name: "Mark it on the map" }), "Space");
    await page.waitForURL(/layer=designed/);
    await page.getByText("designed this way").waitFor();
    if ((await page.locator(".step.designed").count()) === 0) wrong.push("no step of the map is marked as designed");
    wrong.push(...(await lookAt(page, "journey-layer", shots)));
    await press(page, skipped.getByRole("button", { name: /^Only these journeys/ }));
    const stack = page.getByRole("group", { name: "Only journeys that" });
    await stack.getByText(/^never go through Appointment confirmed/).waitFor();
    await page.getByRole("heading", { level: 1, name: new RegExp(`^${cases.toLocaleString("en")} journey`) }).waitFor();
    await page.goto(page.url());
    await stack.getByText(/^never go through Appointment confirmed/).waitFor();
    if (!(await card.getByRole("checkbox", { name: "Mark it on the map" }).isChecked())) wrong.push("the address forgot the layer");
    await press(page, stack.getByRole("button", { name: "Show all journeys" }));

    await press(page, card.getByRole("button", { name: "Draw or import a journey" }));
    const dialog = page.getByRole("dialog", { name: "Draw or import a journey" });
    await type(page, dialog.getByLabel("Name", { exact: true }), "Short order");
    for (const [n, step] of ["order_placed", "first_online"].entries()) {
      await press(page, dialog.getByRole("button", { name: "Add a step" }));
      await dialog.getByLabel(`Step ${n + 1}`).selectOption(step);
    }
    await type(page, dialog.getByLabel("Promised for the whole, in days"), "14");
    wrong.push(...(await lookAt(page, "journey-draw", shots)));
    await press(page, dialog.getByRole("button", { name: "Save this journey" }));
    await card.getByRole("region", { name: "Promised times" }).getByText("The whole journey").waitFor();
    wrong.push(...(await lookAt(page, "journey-drawn", shots)));

    const bpmn = await page.context().request.get(`${server.url}/api/v1/journey/designs/order/bpmn?world=sample`);
    await press(page, card.getByRole("button", { name: "Draw or import a journey" }));
    await dialog.getByLabel("How").selectOption("bpmn");
    await dialog.getByLabel("BPMN file").setInputFiles({ name: "order.bpmn", mimeType: "application/xml", buffer: await bpmn.body() });
    await type(page, dialog.getByLabel("Name", { exact: true }), "Order, imported");
    await press(page, dialog.getByRole("button", { name: "Save this journey" }));
    await card.getByText(/^Appointment confirmed skipped in .*Most of all through Partner/).waitFor();
    await press(page, card.getByRole("button", { name: "Take it away" }));
    await card.getByRole("button", { name: "Have “Order, imported” back" }).waitFor();
    await press(page, card.getByRole("button", { name: "Have “Order, imported” back" }));
    await card.getByRole("button", { name: "Have “Order, imported” back" }).waitFor({ state: "detached" });
    return wrong;
  },
};

export const stories: readonly Story[] = [narrows, designs];
