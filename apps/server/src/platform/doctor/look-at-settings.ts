import { readConfig } from "../config.ts";
import type { Config } from "../config.ts";
import { CounterseatError } from "../errors.ts";
import { broken, type Finding, look, well } from "./finding.ts";

/** The settings as a start would read them; null when it would refuse them. */
export function lookAtSettings(
  env: Readonly<Record<string, string | undefined>>,
  dataDir: string | null,
): { config: Config | null; findings: Finding[] } {
  try {
    const config = readConfig(env, dataDir === null ? {} : { dataDir });
    return { config, findings: [well("settings", "Every setting is known and can be used."), lookAtAddress(config)] };
  } catch (error) {
    if (!(error instanceof CounterseatError)) throw error;
    return { config: null, findings: [broken("settings", error.message, error.fix ?? "Correct it and look again.")] };
  }
}

export function lookAtAddress({ host, port, baseUrl }: Pick<Config, "host" | "port" | "baseUrl">): Finding {
  const proxy = "Put a proxy with TLS in front (docs/guide/operating.md) and set COUNTERSEAT_BASE_URL to its https address.";
  if (baseUrl !== null) {
    const url = new URL(baseUrl);
    if (url.protocol === "https:" || isHere(url.hostname)) return well("address", `People reach it at ${baseUrl}.`);
    return look("address", `People reach it at ${baseUrl}: passwords and customers' data travel unencrypted.`, proxy);
  }
  if (isHere(host)) return well("address", `It listens on ${host}:${port}, for this machine only.`);
  return look(
    "address",
    `It listens on ${host}:${port} for other machines, without TLS: passwords and customers' data travel unencrypted.`,
    proxy,
  );
}

function isHere(host: string): boolean {
  return host === "localhost" || host.endsWith(".localhost") || host === "::1" || host === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(host);
}
