import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

const NAMES = ["chromium", "chromium-browser", "google-chrome"];
const PACKAGES = ["chromium", "fonts-dejavu-core"];

/** Where a browser lies that the stories can use; null when there is none. */
export function findChromium(): string | null {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  return NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find((path) => existsSync(path)) ?? null;
}

/** Makes sure that there is a browser: installs Debian's when this is Debian and we may. Says what it does; false when the stories have to be skipped. */
export function ensureChromium(say: (line: string) => void): boolean {
  if (findChromium() !== null) return true;
  if (process.getuid?.() !== 0 || !existsSync("/etc/debian_version")) {
    say("No Chromium here, so the browser stories are skipped. Install it (on Debian: apt-get install chromium) to run them.");
    return false;
  }
  say("Installing Chromium for the browser stories …");
  const wait = ["-o", "DPkg::Lock::Timeout=300"];
  const apt = (args: readonly string[]) =>
    spawnSync("apt-get", [...args, ...wait], {
      stdio: ["ignore", "ignore", "inherit"],
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    }).status === 0;
  if (apt(["update"]) && apt(["install", "-y", "--no-install-recommends", ...PACKAGES]) && findChromium() !== null) return true;
  say("Chromium could not be installed, so the browser stories are skipped.");
  return false;
}
