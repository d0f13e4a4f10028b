import type { Page } from "playwright-core";
import type { ServerProcess } from "../bench/server-process.ts";
import { lookAt } from "./accessibility.ts";
import { beliefs, responses } from "./files.ts";
import { press, tabTo, type } from "./keyboard.ts";
import type { Given, Story } from "./run.ts";

const OWNERS = "a counter has two seats";
const HERS = "nobody guesses this sentence";
const NEWER = "and nobody guesses that one either";

/** An owner lets somebody in, a key out, and looks at the record; the one who was let in sees what her role includes, and no more. */
const access: Story = {
  title: "who may do what: an analyst is invited and sees masked data and no access page; a key is made, used and taken back",
  async run(given) {
    const { open, server, shots } = given;
    const wrong: string[] = [];
    const look = async (page: Page, name: string) => wrong.push(...(await lookAt(page, name, shots)));
    await bringAnswers(server);

    const owner = await open();
    const token = new URL(server.setupUrl ?? server.url).searchParams.get("token");
    const made = await owner.context().request.post(`${server.url}/api/v1/setup`, {
      data: { token, name: "Ada Thorn", email: "ada@company.example", password: OWNERS },
    });
    if (!made.ok()) throw new Error(await made.text());
    await owner.goto(`${server.url}/people`);
    await heading(owner, /One person may sign in/);
    const link = await invite(owner, look);
    await look(owner, "people-invited");

    const analyst = await open();
    await analyst.goto(link);
    await heading(analyst, "Choose a password and you are in.");
    await look(analyst, "join");
    await type(analyst, analyst.getByLabel("Password", { exact: true }), HERS);
    await analyst.keyboard.press("Enter");
    await heading(analyst, /customers say/);
    wrong.push(...(await seesHerPart(analyst, server)));
    await look(analyst, "customers-masked");
    await analyst.goto(`${server.url}/people`);
    await heading(analyst, "“People” is not part of your role.");
    await look(analyst, "not-yours");
    await herAccount(analyst, server, look);

    wrong.push(...(await key(owner, server, look)));
    await record(owner, server, look);
    wrong.push(...(await takenAway(owner, analyst, server)));
    wrong.push(...(await frontLine(given, owner)));
    return wrong;
  },
};

type Look = (page: Page, name: string) => Promise<unknown>;

async function heading(page: Page, name: string | RegExp): Promise<void> {
  await page.getByRole("heading", { level: 1, name }).waitFor();
}

async function bringAnswers(server: ServerProcess): Promise<void> {
  for (const { file, as, source } of [
    { file: responses(), as: "responses", source: "survey" },
    { file: beliefs(), as: "beliefs", source: "leaders" },
  ]) {
    const { upload } = await server.upload<{ upload: string }>("/api/v1/uploads?world=own", file.name, file.buffer);
    const { id } = await server.send<{ id: string }>("POST", "/api/v1/imports?world=own", { upload, as, source });
    while ((await server.get<{ state: string }>(`/api/v1/imports/${id}?world=own`)).state !== "done")
      await new Promise((done) => setTimeout(done, 100));
  }
}

/** With the keyboard alone. @returns the one-time link, which is shown this once */
async function invite(page: Page, look: Look): Promise<string> {
  await press(page, page.getByRole("button", { name: "Invite somebody" }));
  const dialog = page.getByRole("dialog");
  await dialog.waitFor();
  await type(page, dialog.getByLabel("Their name"), "Nora Ali");
  await type(page, dialog.getByLabel("E-mail address"), "Nora@company.example");
  await press(page, dialog.getByLabel(/Sees personal data/), "Space");
  await look(page, "invite");
  await press(page, dialog.getByRole("button", { name: "Make the link" }));
  const field = dialog.getByLabel("One-time link");
  await field.waitFor();
  await look(page, "invite-link");
  const link = await field.inputValue();
  await press(page, dialog.getByRole("button", { name: "I have it" }));
  await dialog.waitFor({ state: "detached" });
  await page.getByText("nora@company.example").waitFor();
  return link;
}

/** Her navigation, her keys and the answers behind her pages hold what an analyst without personal data may have. */
async function seesHerPart(page: Page, server: ServerProcess): Promise<string[]> {
  const wrong: string[] = [];
  const links = await page.getByRole("navigation", { name: "Main", exact: true }).getByRole("link").allTextContents();
  if (links.join() !== "Gap board,Journey,Work,Customers,Asset,Voice,Act,Sources,Data quality,Company")
    wrong.push(`her navigation: ${links.join()}`);
  await page.keyboard.press("g");
  await page.keyboard.press("p");
  await page.keyboard.press("g");
  await page.keyboard.press("c");
  await page.getByRole("table").waitFor();
  await page.getByText("Customers stand under a pseudonym for you").waitFor();
  const text = await page.locator("main").innerText();
  if (/\bK1\d{3}\b/.test(text)) wrong.push("the page shows real customer ids");
  for (const path of ["/api/v1/customers?world=own&limit=500", "/api/v1/comments?world=own&stage=repair", "/api/v1/sources?world=own"]) {
    const answer = await (await page.context().request.get(server.url + path)).text();
    if (/\bK1\d{3}\b|Third date they gave me/.test(answer)) wrong.push(`${path} tells personal data`);
  }
  for (const path of ["/api/v1/members", "/api/v1/keys", "/api/v1/audit", "/api/v1/audit/verify"]) {
    const answer = await page.context().request.get(server.url + path);
    if (answer.status() !== 403) wrong.push(`${path} answers her ${answer.status()}`);
  }
  return wrong;
}

async function herAccount(page: Page, server: ServerProcess, look: Look): Promise<void> {
  // She is signed in somewhere else as well, and signs that out from here.
  const elsewhere = await page.context().browser()?.newContext();
  if (elsewhere === undefined) throw new Error("no browser");
  const signedIn = await elsewhere.request.post(`${server.url}/api/auth/sign-in/email`, {
    data: { email: "nora@company.example", password: HERS },
  });
  if (!signedIn.ok()) throw new Error(await signedIn.text());
  await page.goto(`${server.url}/account`);
  await heading(page, "Nora Ali, you are signed in at 2 places.");
  await look(page, "account");
  await press(page, page.getByRole("button", { name: /^Sign out ?:/ }).first());
  await press(page, page.getByRole("dialog").getByRole("button", { name: "Sign it out" }));
  await heading(page, "Nora Ali, you are signed in at one place.");
  const me = (await (await elsewhere.request.get(`${server.url}/api/v1/me`)).json()) as { user: object | null };
  if (me.user !== null) throw new Error("the other session goes on");
  await elsewhere.close();
  await type(page, page.getByLabel("Password until now"), HERS);
  await type(page, page.getByLabel("New password", { exact: true }), NEWER);
  await page.keyboard.press("Enter");
  await page.getByText("Your password is changed.").first().waitFor();
}

async function key(page: Page, server: ServerProcess, look: Look): Promise<string[]> {
  const wrong: string[] = [];
  await page.goto(`${server.url}/keys`);
  await heading(page, "No program has a key yet.");
  await look(page, "keys-empty");
  await press(page, page.getByRole("button", { name: "Make a key" }));
  const dialog = page.getByRole("dialog");
  await type(page, dialog.getByLabel("Its name"), "web shop");
  await press(page, dialog.getByLabel("read the gap board"), "Space");
  await press(page, dialog.getByLabel("send events of one source"), "Space");
  await type(page, dialog.getByRole("textbox", { name: "Source" }), "shop");
  await look(page, "key-new");
  await press(page, dialog.getByRole("button", { name: "Make the key" }));
  const secret = await dialog.getByLabel("Key", { exact: true }).inputValue();
  await look(page, "key-made");
  await press(page, dialog.getByRole("button", { name: "I have it" }));
  await heading(page, "One program may come in by itself.");
  const ask = async (path: string) => (await fetch(server.url + path, { headers: { authorization: `Bearer ${secret}` } })).status;
  if ((await ask("/api/v1/gap/board")) !== 200) wrong.push("the key does not open the board");
  if ((await ask("/api/v1/customers")) !== 403) wrong.push("the key opens more than it was made for");
  await page.reload();
  await page.getByRole("rowheader", { name: /web shop/ }).waitFor();
  await look(page, "keys");
  await press(page, page.getByRole("button", { name: /^Take back ?: web shop/ }));
  await press(page, dialog.getByRole("button", { name: "Take it back" }));
  await heading(page, "No key works any more.");
  if ((await ask("/api/v1/gap/board")) !== 401) wrong.push("the key works after it was taken back");
  return wrong;
}

async function record(page: Page, server: ServerProcess, look: Look): Promise<void> {
  await page.goto(`${server.url}/audit`);
  await page.getByRole("rowheader", { name: "Made a key" }).waitFor();
  await tabTo(page, page.getByLabel("About"));
  await press(page, page.getByRole("button", { name: "Walk the chain" }));
  await page
    .locator(".verdict")
    .getByText(/Whole: all [\d,]+ entries/)
    .waitFor();
  await look(page, "audit");
  await page.getByLabel("About").selectOption("access.");
  await page.getByLabel("By").selectOption({ label: "Nora Ali" });
  await page.getByRole("rowheader", { name: "Changed their password" }).waitFor();
  await page.getByRole("rowheader", { name: "Made a key" }).waitFor({ state: "detached" }); // an owner made it
}

/** What an owner changes holds at once: she is out, and later gone. */
async function takenAway(owner: Page, analyst: Page, server: ServerProcess): Promise<string[]> {
  const wrong: string[] = [];
  const herName = async () =>
    ((await (await analyst.context().request.get(`${server.url}/api/v1/me`)).json()) as { user: { name: string } | null }).user?.name ??
    null;
  if ((await herName()) !== "Nora Ali") wrong.push(`before the change she is ${await herName()}`);
  await owner.goto(`${server.url}/people`);
  await press(owner, owner.getByRole("button", { name: /^Change ?: Nora Ali/ }));
  const dialog = owner.getByRole("dialog");
  await dialog.getByLabel("Role").selectOption({ label: "Executive" });
  await press(owner, dialog.getByRole("button", { name: "Change it" }));
  await owner.getByRole("row", { name: /Nora Ali.*Executive/ }).waitFor();
  if ((await herName()) !== null) wrong.push("she is still signed in after her role was changed");
  await press(owner, owner.getByRole("button", { name: /^Remove ?: Nora Ali/ }));
  await press(owner, dialog.getByRole("button", { name: "Take it away" }));
  await owner.getByRole("row", { name: /Nora Ali/ }).waitFor({ state: "detached" });
  const again = await fetch(`${server.url}/api/auth/sign-in/email`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ email: "nora@company.example", password: NEWER }),
  });
  if (again.status !== 401) wrong.push(`signing in after removal answers ${again.status}`);
  // The last owner cannot lock everybody out.
  const { members } = await server.get<{ members: { id: string }[] }>("/api/v1/members");
  const alone = await owner.context().request.delete(`${server.url}/api/v1/members/${members[0]?.id ?? ""}`);
  if (members.length !== 1 || alone.status() !== 409) wrong.push(`removing the last owner answers ${alone.status()}`);
  return wrong;
}

/** Somebody who may not see the first page starts at the first page they may. */
async function frontLine({ open, server }: Given, owner: Page): Promise<string[]> {
  const invited = await owner.context().request.post(`${server.url}/api/v1/members/invitations`, {
    data: { name: "Jo", email: "jo@company.example", role: "frontline" },
  });
  const { token } = (await invited.json()) as { token: string };
  const page = await open();
  await page.goto(`${server.url}/join?token=${token}`);
  await type(page, page.getByLabel("Password", { exact: true }), HERS);
  await page.keyboard.press("Enter");
  await page.waitForURL("**/journey");
  await heading(page, /./);
  const links = await page.getByRole("navigation", { name: "Main", exact: true }).getByRole("link").allTextContents();
  return links.join() === "Journey,Work,Customers,Voice,Act,Sources,Data quality" ? [] : [`the front line's navigation: ${links.join()}`];
}

export const stories: readonly Story[] = [access];
