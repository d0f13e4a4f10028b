import type { Page } from "playwright-core";
import { MARKER } from "./watch.ts";

export interface Seen {
  /** Elements that can only have come from planted text. */
  readonly strange: readonly string[];
  /** The payloads whose text stands on the page, by number. */
  readonly shown: ReadonlySet<number>;
}

/** Looks at the page as it stands: what of the planted is shown as text, and whether any of it became more than text. */
export async function inspect(page: Page): Promise<Seen> {
  const { strange, texts } = await page.evaluate(() => {
    // The product makes none of these elements, and writes no handler and no such address anywhere.
    const foreign = "iframe, object, embed, base, math, template, video, audio, marquee, xmp, form[action], animate, set, foreignObject";
    const found = [...document.querySelectorAll(foreign)].map((element) => element.outerHTML);
    const texts: string[] = [document.title, document.body.innerText];
    for (const element of document.querySelectorAll("*")) {
      for (const { name, value } of element.attributes) {
        if (name.startsWith("on")) found.push(element.outerHTML);
        if (/^(href|src|action|formaction|xlink:href)$/.test(name) && /^\W*(javascript|data|vbscript):/i.test(value))
          found.push(element.outerHTML);
        texts.push(value);
      }
      if (element.matches("meta[http-equiv], img[src^='x'], script:not([src])")) found.push(element.outerHTML);
      if (element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement || element instanceof HTMLOptionElement)
        texts.push(element.value, element.textContent ?? "");
    }
    return { strange: found.map((html) => html.slice(0, 200)), texts };
  });
  const shown = new Set<number>();
  const calls = new RegExp(`${MARKER.slice(2)}[(\`](\\d+)`, "g");
  for (const text of texts) for (const call of text.matchAll(calls)) shown.add(Number(call[1]));
  return { strange, shown };
}
