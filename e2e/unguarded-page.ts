import type { Browser } from "playwright-core";
import { MARKER } from "./watch.ts";
import { payloads } from "./xss-payloads.ts";

type Place = (text: string) => string;
const element: Place = (text) => `<div>${text}</div>`;
const quoted: Place = (text) => `<input value="${text}">`;

const inScript = (text: string) => JSON.stringify(text).replaceAll("<", "\\u003C");

/** Where a careless page would show text of each family. */
const PLACES: Readonly<Record<string, readonly Place[]>> = {
  script: [element, (text) => `<textarea>${text}</textarea>`, (text) => `<title>${text}</title>`, (text) => `<!-- ${text} -->`],
  attribute: [quoted, (text) => `<input value='${text}'>`, (text) => `<img alt=${text}>`, (text) => `<img src="${text}">`],
  address: [element, (text) => `<a id=go href="${text}">a</a>`, (text) => `<iframe src="${text}"></iframe>`],
  // Cleaned once and parsed again, which is how these come to life.
  mutation: [element, (text) => `<div id=d></div><script>d.innerHTML = ${inScript(text)}; d.innerHTML = d.innerHTML</script>`],
  template: [
    element,
    (text) => `<script>a = \`${text}\`</script>`,
    (text) => `<script>${text.replaceAll(/\{\{|\}\}|<%=|%>/g, "")}</script>`,
  ],
  style: [element, (text) => `<style>p { color: ${text} }</style>`],
  json: [
    element,
    (text) => `<script>a = "${text.replaceAll('"', String.raw`\"`)}"</script>`,
    (text) => `<script>a = "${text}"</script>`,
    (text) => `<script>a = '${text}'</script>`,
    (text) => `<script>a = \`${text}\`</script>`,
    (text) => `<script>/* ${text} */</script>`,
    (text) => `<script>// ${text}</script>`,
  ],
  encoding: [
    element,
    (text) => `<script>document.write(decodeURIComponent("${text}"))</script>`,
    (text) => `<p id=p>${text}</p><script>document.write(p.textContent)</script>`,
    (text) => `<p id=p>${text}</p><script>p.innerHTML = p.textContent; document.write(p.textContent)</script>`,
  ],
  unicode: [element, quoted, (text) => `<script>document.write("${text}".normalize("NFKC"))</script>`],
};

const CLICK = `<script>document.getElementById("go")?.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true })); document.querySelector("[autofocus]")?.focus()</script>`;
/** Every document tells the one around it, and so do the frames inside it. */
const HEAD = `<script>function ${MARKER}(n) { parent.${MARKER}(n) }</script><style>@keyframes x{}</style>`;
const AT_ONCE = 120;

/**
 * The control: the payloads on pages without walls that take text for markup. Nine of ten must run, and some of every family, or "none
 * ran" would prove nothing. @returns what is wrong with the payloads
 */
export async function unguarded(browser: Browser): Promise<string[]> {
  const documents = payloads.flatMap(({ family, text }) => (PLACES[family] ?? [element]).map((place) => HEAD + place(text) + CLICK));
  const page = await browser.newPage();
  const ran = new Set<number>();
  for (let from = 0; from < documents.length; from += AT_ONCE) {
    await page.goto("about:blank");
    const told = await page.evaluate(
      async ({ each, marker }) => {
        const heard = new Set<number>();
        Object.assign(globalThis, { [marker]: (which: unknown) => heard.add(Number(which)) });
        const frames = each.map((srcdoc) => Object.assign(document.createElement("iframe"), { srcdoc }));
        const loaded = frames.map((frame) => new Promise((done) => frame.addEventListener("load", done)));
        document.body.append(...frames);
        await Promise.race([Promise.all(loaded), new Promise((done) => setTimeout(done, 10_000))]);
        await new Promise((done) => setTimeout(done, 500));
        return [...heard];
      },
      { each: documents.slice(from, from + AT_ONCE), marker: MARKER },
    );
    for (const n of told) ran.add(n);
  }
  await page.close();
  const alive = new Set(payloads.filter((payload) => ran.has(payload.n)).map((payload) => payload.family));
  const wrong = [...new Set(payloads.map((payload) => payload.family))]
    .filter((family) => !alive.has(family))
    .map((family) => `control: nothing of the family ${family} is alive`);
  console.log(`     ${ran.size} of ${payloads.length} planted scripts run on a page without walls`);
  if (ran.size < payloads.length * 0.9) wrong.push(`control: only ${ran.size} of ${payloads.length} payloads are alive`);
  return wrong;
}
