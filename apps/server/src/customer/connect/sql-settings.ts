import { z } from "zod";
import { secret } from "./connector.ts";

/** What every database is asked by; the port is each one's own. */
export const sqlSettings = (port: number) =>
  z.object({
    host: z.string().trim().min(1).max(253),
    port: z.coerce.number().int().min(1).max(65_535).default(port),
    database: z.string().trim().min(1).max(128),
    user: z.string().trim().min(1).max(128),
    password: secret(z.string().max(1000).default("")),
    tls: z
      .enum(["verify", "encrypt", "off"])
      .default("verify")
      .describe("verify: encrypted, and the certificate is checked; encrypt: any certificate; off: in the clear"),
    query: z.string().trim().min(1).max(20_000).describe("one SELECT; it runs in a transaction that can only read"),
    column: z.string().trim().max(128).default("").describe("column that grows with every change; only what is new is read then"),
    timeoutSeconds: z.coerce.number().int().min(1).max(3600).default(120).describe("how long one statement may take"),
  });
export type SqlSettings = z.output<ReturnType<typeof sqlSettings>>;
