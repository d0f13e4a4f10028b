import type { Page } from "playwright-core";
import type { Story } from "./run.ts";

/**
 * Attacks from inside the page, as if one of its own scripts had been tricked: each must fail, and the browser must have said so.
 * This is what makes "no breach" in the other stories mean something. Each runs in the page and says what came of it.
 */
const attacks: readonly { name: string; attack: () => Promise<boolean> | boolean }[] = [
  {
    name: "text becomes markup",
    attack: () => {
      document.body.insertAdjacentHTML("beforeend", "<img src=/favicon.svg onload=window.__got=1>");
      return true;
    },
  },
  {
    name: "text becomes markup by innerHTML",
    attack: () => {
      document.createElement("div").innerHTML = "<b>x</b>";
      return true;
    },
  },
  {
    name: "text becomes a document",
    attack: () => {
      new DOMParser().parseFromString("<b>x</b>", "text/html");
      return true;
    },
  },
  {
    name: "a frame with a document of its own",
    attack: () => {
      const frame = document.createElement("iframe");
      frame.srcdoc = "<script>parent.__got=1</script>";
      document.body.append(frame);
      return true;
    },
  },
  {
    name: "a script from text",
    attack: () => {
      const script = document.createElement("script");
      script.textContent = "window.__got = 1";
      document.body.append(script);
      return "__got" in window;
    },
  },
  {
    name: "a script from another site",
    attack: () => {
      document.createElement("script").src = "https://elsewhere.example/x.js";
      return true;
    },
  },
  {
    name: "a handler in an attribute",
    attack: () => {
      const image = document.createElement("img");
      image.setAttribute("onload", "window.__got = 1");
      return true;
    },
  },
  {
    name: "text becomes code by a timer",
    attack: async () => {
      setTimeout("window.__got = 1", 0);
      await new Promise((done) => setTimeout(done, 50));
      return "__got" in window;
    },
  },
  {
    name: "a link that is code",
    attack: async () => {
      const link = document.createElement("a");
      link.href = "javascript:void(window.__got = 1)";
      document.body.append(link);
      link.click();
      await new Promise((done) => setTimeout(done, 50));
      return "__got" in window;
    },
  },
  {
    name: "a policy of its own",
    attack: () => {
      const { trustedTypes } = window as unknown as { trustedTypes: { createPolicy(name: string, rules: object): unknown } };
      trustedTypes.createPolicy("mine", {});
      return true;
    },
  },
  {
    name: "a style without the nonce",
    attack: () => {
      const style = document.createElement("style");
      style.textContent = "body { --got: 1 }";
      document.head.append(style);
      return getComputedStyle(document.body).getPropertyValue("--got") !== "";
    },
  },
  {
    name: "a style in an attribute",
    attack: () => {
      document.body.setAttribute("style", "--got: 1");
      return getComputedStyle(document.body).getPropertyValue("--got") !== "";
    },
  },
  {
    name: "a picture from elsewhere",
    attack: () =>
      new Promise((done) => {
        const image = new Image();
        image.addEventListener("load", () => done(true));
        image.addEventListener("error", () => done(false));
        image.src = "https://elsewhere.example/pixel.png";
      }),
  },
  {
    name: "a request to elsewhere",
    attack: () =>
      fetch("https://elsewhere.example/").then(
        () => true,
        () => false,
      ),
  },
  {
    name: "a form that goes elsewhere",
    attack: async () => {
      const form = document.createElement("form");
      form.action = "https://elsewhere.example/";
      document.body.append(form);
      form.submit();
      await new Promise((done) => setTimeout(done, 50));
      return false; // had it gone, this page would not be here to say so
    },
  },
  {
    name: "another base for every address",
    attack: () => {
      const base = document.createElement("base");
      base.href = "https://elsewhere.example/";
      document.head.append(base);
      return document.baseURI.startsWith("https://elsewhere");
    },
  },
  {
    name: "a plug-in",
    attack: async () => {
      const object = document.createElement("embed");
      object.type = "text/html";
      object.setAttribute("src", "/favicon.svg");
      document.body.append(object);
      await new Promise((done) => setTimeout(done, 50));
      return false;
    },
  },
];

/** Trusted Types are enforced at the sink itself, which throws. @returns what got through, or null */
async function got(page: Page, attack: () => Promise<boolean> | boolean): Promise<string | null> {
  const before = await page.evaluate(() => (window as unknown as { __breaches: number }).__breaches);
  let came: string;
  try {
    came = (await page.evaluate(attack)) ? "succeeded" : "failed";
  } catch (error) {
    came =
      String(error).includes("Trusted") || String(error).includes("Policy") || String(error).includes("policy") ? "failed" : String(error);
  }
  await page.waitForTimeout(20);
  const after = await page.evaluate(() => (window as unknown as { __breaches: number }).__breaches);
  if (came !== "failed") return came;
  return after > before ? null : "was refused without a word from the browser";
}

const walls: Story = {
  title: "the walls of a page: what a tricked script may not do, and no page in a frame",
  async run({ browser, server }) {
    const wrong: string[] = [];
    // Not watched: here every breach is wanted.
    const context = await browser.newContext();
    await context.addInitScript(() => {
      const counted = Object.assign(window, { __breaches: 0 });
      document.addEventListener("securitypolicyviolation", () => (counted.__breaches += 1));
    });
    const page = await context.newPage();
    for (const { name, attack } of attacks) {
      await page.goto(`${server.url}/sign-in`);
      await page.getByRole("heading", { level: 1 }).waitFor();
      const came = await got(page, attack);
      if (came !== null) wrong.push(`${name}: ${came}`);
    }
    // The product shown inside another page.
    await page.goto(`${server.url}/sign-in`);
    await page.route("http://outside.example/", (route) =>
      route.fulfill({ contentType: "text/html", body: `<iframe src="${server.url}/sign-in"></iframe>` }),
    );
    await page.goto("http://outside.example/");
    await page.waitForTimeout(500);
    for (const frame of page.frames().slice(1)) {
      const shown = await frame.evaluate(() => document.body.innerText).catch(() => "");
      if (shown.includes("Counterseat")) wrong.push("a foreign page shows the product in a frame");
    }
    // Every page has a nonce of its own.
    const nonces = new Set<string | undefined>();
    for (let i = 0; i < 20; i++) {
      const answer = await context.request.get(`${server.url}/sign-in`, { headers: { accept: "text/html" } });
      nonces.add(/'nonce-([^']+)'/.exec(answer.headers()["content-security-policy"] ?? "")?.[1]);
    }
    if (nonces.size !== 20 || nonces.has(undefined)) wrong.push(`${nonces.size} nonces in 20 pages`);
    await context.close();
    return wrong;
  },
};

export const stories: readonly Story[] = [walls];
