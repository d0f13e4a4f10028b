import { lookAt } from "./accessibility.ts";
import { press } from "./keyboard.ts";
import type { Story } from "./run.ts";

const PASSWORD = "a counter has two seats";

/** The work page on the sample company: why customers call, who hands them over, what was promised, with the keyboard alone. */
const behind: Story = {
  title: "somebody sees how the work behind the journeys is done: failure demand, hand-overs, channels, promises and rules",
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
    await press(page, page.getByRole("link", { name: "How the work behind these journeys is done" }));
    const heading = page.getByRole("heading", { level: 1, name: /^58% of contacts come from something that went wrong; Network causes/ });
    await heading.waitFor();
    const card = (name: string) => page.getByRole("region", { name, exact: true });
    const says = [
      card("Why customers contact you").getByRole("row", { name: /Fault failure demand Network/ }),
      card("Who hands customers over to whom").getByText(/wait longest in all from Customer Care to Network/),
      card("Who hands customers over to whom").getByText(/From “Handed to field” to “Returned to shop” and straight back/),
      card("The same journey in every channel").getByText(/“Appointment confirmed” was left out in .* through Partner shop/),
      card("Promises, kept and broken").getByText(/Broken most: “Our technician comes within the agreed two hours.”/),
      card("Rules of the house").getByRole("row", { name: /second signature.* clearly worse with it/ }),
      card("Rules of the house").getByRole("row", { name: /name of the company first.* no clear harm/ }),
      card("Was the problem solved?").getByRole("button", { name: /Solved, the first time/ }),
      card("What the work is to customers").getByText(/Value-adding:/),
      card("Dark journey").getByText(/no customer is known by/),
    ];
    for (const text of says) await text.first().waitFor();
    const wrong = await lookAt(page, "work", shots);

    // From the page to an owner in four clicks: here, closer, own it, save.
    const closer = page.getByRole("button", { name: "Look closer: Customer Care → Network" });
    await press(page, closer);
    const panel = page.getByRole("region", { name: "Look closer: Customer Care → Network" });
    await panel.getByRole("blockquote").nth(2).waitFor();
    const heard = await panel.getByRole("blockquote").count();
    if (heard !== 3) wrong.push(`${heard} customers are heard`);
    await panel.getByText(/still pay €[\d,.]+K? a year/).waitFor();
    wrong.push(...(await lookAt(page, "work-heard", shots)));
    await press(page, panel.getByRole("button", { name: "Make someone own it" }));
    const dialog = page.getByRole("dialog");
    await press(page, dialog.getByRole("button", { name: "Make them own it" }));
    await dialog.waitFor({ state: "detached" });
    await page.goto(`${server.url}/act`);
    await page.getByText("Shorten the wait from “Passed on” to “Diagnosis done”").first().waitFor();
    await page.goBack();

    // Narrowed on the map, the same questions are asked of fewer journeys.
    await page.goto(`${server.url}/work?where=${encodeURIComponent(JSON.stringify([{ kind: "has-step", step: "install_done" }]))}`);
    await card("Who hands customers over to whom")
      .getByText(/wait longest in all from Field Operations to Sales/)
      .waitFor();
    await page.getByText("Only the journeys chosen on the map.").waitFor();
    await page.getByRole("heading", { level: 1, name: "Nobody has said yet why customers contact you." }).waitFor();
    return wrong;
  },
};

export const stories: readonly Story[] = [behind];
