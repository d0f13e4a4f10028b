import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { z } from "zod";
import { CounterseatError } from "./errors.ts";

const Settings = z.object({
  DATA_DIR: z.string().min(1).default("./data"),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(?:ql)?:\/\/\S+$/, "must begin with postgres://")
    .optional(),
  HOST: z.string().min(1).default("127.0.0.1"),
  PORT: z.coerce.number().int().min(0).max(65_535).default(4400),
  BASE_URL: z.url().optional(),
  LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "silent"]).default("info"),
  MAX_UPLOAD_MB: z.coerce.number().positive().default(4096),
  RATE_PER_MINUTE: z.coerce.number().int().min(0).default(3000),
  IMPORT_DIR: z.string().min(1).optional(),
  PRIVATE_HOSTS: z.string().default(""),
});

export interface Config {
  readonly dataDir: string;
  /** A PostgreSQL to keep the records in; null: embedded in the data directory. Holds a password, so it is never shown. */
  readonly databaseUrl: string | null;
  readonly host: string;
  readonly port: number;
  /** Null: whatever address the server listens on. */
  readonly baseUrl: string | null;
  readonly logLevel: z.infer<typeof Settings>["LOG_LEVEL"];
  readonly maxUploadBytes: number;
  /** Requests one caller may make a minute; 0 = as many as it likes. */
  readonly ratePerMinute: number;
  /** The only directory connections may read files from; null: none. */
  readonly importDir: string | null;
  /** Hosts in private networks connections may reach, in lower case; every other private address is refused. */
  readonly privateHosts: readonly string[];
}

const PREFIX = "COUNTERSEAT_";
/** Names that share the prefix but belong to the tests and scripts, not to the product. */
const FOREIGN = new Set(["COUNTERSEAT_SHARED", "COUNTERSEAT_SHARED_REQUIRED", "COUNTERSEAT_TEST_DATABASE_URL"]);

/**
 * Read the settings once. Each may be written plainly (`PORT`) or with the prefix (`COUNTERSEAT_PORT`), and as a file
 * that holds the value (`PORT_FILE`). A bad value or an unknown prefixed name ends the start with the fix.
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>, override: { dataDir?: string } = {}): Config {
  const known = Object.keys(Settings.shape);
  const allowed = new Set(known.flatMap((key) => [PREFIX + key, `${PREFIX}${key}_FILE`]));
  for (const name of Object.keys(env)) {
    if (name.startsWith(PREFIX) && !allowed.has(name) && !FOREIGN.has(name)) {
      throw new CounterseatError("invalid", `Unknown setting ${name}.`, {
        fix: `Settings are ${known.map((key) => PREFIX + key).join(", ")}.`,
      });
    }
  }
  const raw: Record<string, string> = {};
  for (const key of known) {
    const value = env[PREFIX + key] ?? env[key] ?? fromFile(env[`${PREFIX}${key}_FILE`] ?? env[`${key}_FILE`], key);
    if (value !== undefined && value !== "") raw[key] = value;
  }
  const parsed = Settings.safeParse(raw);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new CounterseatError("invalid", `Setting ${String(issue?.path[0])}: ${issue?.message}.`, {
      fix: "Correct it in the environment and start again.",
    });
  }
  const s = parsed.data;
  return {
    dataDir: resolve(override.dataDir ?? s.DATA_DIR),
    databaseUrl: s.DATABASE_URL ?? null,
    host: s.HOST,
    port: s.PORT,
    baseUrl: s.BASE_URL ?? null,
    logLevel: s.LOG_LEVEL,
    maxUploadBytes: Math.round(s.MAX_UPLOAD_MB * 1024 * 1024),
    ratePerMinute: s.RATE_PER_MINUTE,
    importDir: s.IMPORT_DIR === undefined ? null : resolve(s.IMPORT_DIR),
    privateHosts: s.PRIVATE_HOSTS.split(/[\s,]+/)
      .filter((host) => host !== "")
      .map((host) => host.toLowerCase()),
  };
}

function fromFile(path: string | undefined, key: string): string | undefined {
  if (path === undefined) return undefined;
  if (!existsSync(path)) throw new CounterseatError("invalid", `${key}_FILE points at ${path}, which does not exist.`);
  return readFileSync(path, "utf8").trim();
}
