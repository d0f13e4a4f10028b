import type { BrowserContext } from "playwright-core";

/** The name a planted script calls; whoever answers to it knows that the walls did not hold. */
export const MARKER = "__seat_xss";

/**
 * Whatever the browser complains about is a fault: errors on its console, refused or failed answers, requests that leave this
 * machine, breaches of the page's policy, and planted scripts that ran. `faults` grows while the pages of this context live.
 */
export async function watch(context: BrowserContext, url: string, faults: string[]): Promise<void> {
  context.on("weberror", (error) => faults.push(`page error: ${error.error().message}`));
  context.on("console", (message) => {
    // Asking who is signed in before anybody is answers 200; any red line in the console is ours.
    if (message.type() === "error") faults.push(`console: ${message.text()}`);
  });
  context.on("response", (response) => {
    if (response.status() >= 400) faults.push(`${response.status()} from ${new URL(response.url()).pathname}`);
  });
  context.on("request", (request) => {
    const to = request.url();
    if (!to.startsWith(url) && !to.startsWith("data:") && !to.startsWith("blob:")) faults.push(`request to ${new URL(to).host}`);
  });
  await context.exposeFunction(MARKER, (which: unknown) => faults.push(`planted script ${String(which)} ran`));
  await context.exposeFunction("__seat_breach", (what: string) => faults.push(`policy: ${what}`));
  await context.addInitScript(listenForBreaches);
}

/** Runs in every page before its own scripts. */
function listenForBreaches(): void {
  document.addEventListener("securitypolicyviolation", (event) => {
    const { __seat_breach: tell } = globalThis as unknown as { __seat_breach(what: string): void };
    const where = `${new URL(event.documentURI).pathname} ${event.sourceFile}:${event.lineNumber}`;
    tell(`${event.effectiveDirective} refused ${event.blockedURI} at ${where} ${event.sample}`);
  });
}
