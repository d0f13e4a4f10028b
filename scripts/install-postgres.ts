import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const HOME = "/usr/lib/postgresql";
const CLUSTERS = "/etc/postgresql-common";
const OLDEST = 15;

/** Folder of the newest PostgreSQL's programs that Debian's packages left here; null when there is none that is new enough. */
export function findPostgres(): string | null {
  const versions = existsSync(HOME) ? readdirSync(HOME).map(Number) : [];
  const newest = Math.max(
    0,
    ...versions.filter((version) => version >= OLDEST && existsSync(join(HOME, String(version), "bin", "initdb"))),
  );
  return newest === 0 ? null : join(HOME, String(newest), "bin");
}

/** Makes sure that there is a PostgreSQL for the tests: installs Debian's when this is Debian and we may. False when its suites have to be skipped. */
export function installPostgres(say: (line: string) => void): boolean {
  if (findPostgres() !== null) return true;
  if (process.getuid?.() !== 0 || !existsSync("/etc/debian_version")) {
    say("No PostgreSQL 15 here, so its suites are skipped. Install it (on Debian: apt-get install postgresql) to run them.");
    return false;
  }
  say("Installing PostgreSQL for its suites …");
  // Only the programs are wanted: no cluster of the machine's own, and so no server left running.
  mkdirSync(CLUSTERS, { recursive: true });
  const settings = join(CLUSTERS, "createcluster.conf");
  if (!existsSync(settings)) writeFileSync(settings, "create_main_cluster = false\n");
  const apt = (args: readonly string[]) =>
    spawnSync("apt-get", [...args, "-o", "DPkg::Lock::Timeout=300", "-o", "Dpkg::Options::=--force-confold"], {
      stdio: ["ignore", "ignore", "inherit"],
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    }).status === 0;
  if (apt(["update"]) && apt(["install", "-y", "--no-install-recommends", "postgresql"]) && findPostgres() !== null) return true;
  say("PostgreSQL could not be installed, so its suites are skipped.");
  return false;
}
