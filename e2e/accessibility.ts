import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const WIDTHS = [1280, 320] as const;
const THEMES = ["light", "dark"] as const;

/**
 * Looks at the page as it stands in both themes at both widths: no axe violation, no sideways scrolling. Returns what is
 * wrong, and leaves the page as it was.
 */
export async function lookAt(page: Page, name: string, shots: string | null): Promise<string[]> {
  const size = page.viewportSize() ?? { width: 1280, height: 900 };
  const scheme = await page.evaluate(() => (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light"));
  const wrong: string[] = [];
  for (const width of WIDTHS) {
    for (const colorScheme of THEMES) {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
      const where = `${name}, ${colorScheme}, ${width} px`;
      const sideways = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      if (sideways > 0) wrong.push(`${where}: scrolls ${sideways} px sideways`);
      // Evaluated through the debugger, so the page's own policy against foreign scripts stays in force.
      await page.evaluate(AXE);
      const violations = await page.evaluate(async () => {
        const { axe } = globalThis as unknown as {
          axe: { run(): Promise<{ violations: { id: string; nodes: { html: string; failureSummary?: string }[] }[] }> };
        };
        return (await axe.run()).violations.map(
          (v) =>
            `${v.id}: ${v.nodes
              .map((n) => n.html.slice(0, 200))
              .slice(0, 3)
              .join(" | ")} ${v.nodes[0]?.failureSummary ?? ""}`,
        );
      });
      for (const violation of violations) wrong.push(`${where}: ${violation}`);
      if (shots !== null) await page.screenshot({ path: `${shots}/${name}-${colorScheme}-${width}.png`, fullPage: true });
    }
  }
  await page.setViewportSize(size);
  await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
  return wrong;
}
