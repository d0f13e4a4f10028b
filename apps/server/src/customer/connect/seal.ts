import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";
import { CounterseatError } from "../../platform/errors.ts";
import type { Records } from "../../platform/records/contract.ts";
import { secretOf } from "../../platform/secret.ts";

/** Secret settings by name. */
export type Secrets = Readonly<Record<string, string>>;

const IV = 12;
const TAG = 16;

/**
 * Encrypts the secrets of a connection (AES-256-GCM) under a secret of this installation. Bound to the connection: what was sealed for
 * one does not open for another. Asks the records, so it is not called inside a transaction.
 */
export async function seal(records: Pick<Records, "db">, id: string, secrets: Secrets): Promise<string | null> {
  if (Object.keys(secrets).length === 0) return null;
  const iv = randomBytes(IV);
  const cipher = createCipheriv("aes-256-gcm", await keyOf(records), iv).setAAD(Buffer.from(id));
  const bytes = Buffer.concat([iv, cipher.update(JSON.stringify(secrets), "utf8"), cipher.final()]);
  // Which secrets there are is no secret, and is asked for without opening them.
  return `${Object.keys(secrets).join(",")}.${Buffer.concat([bytes, cipher.getAuthTag()]).toString("base64url")}`;
}

export async function unseal(records: Pick<Records, "db">, id: string, sealed: string | null): Promise<Secrets> {
  if (sealed === null) return {};
  const bytes = Buffer.from(sealed.slice(sealed.indexOf(".") + 1), "base64url");
  const decipher = createDecipheriv("aes-256-gcm", await keyOf(records), bytes.subarray(0, IV)).setAAD(Buffer.from(id));
  decipher.setAuthTag(bytes.subarray(-TAG));
  try {
    const text = Buffer.concat([decipher.update(bytes.subarray(IV, -TAG)), decipher.final()]).toString("utf8");
    return JSON.parse(text) as Secrets; // written by `seal`
  } catch {
    throw new CounterseatError("invalid", "The secrets of this connection cannot be opened: they were sealed for another one.", {
      fix: "Enter them again.",
    });
  }
}

async function keyOf(records: Pick<Records, "db">): Promise<Buffer> {
  return createHash("sha256")
    .update(await secretOf(records, "connections"))
    .digest();
}

/** Names of the secrets in a sealed text. */
export function sealedNames(sealed: string | null): string[] {
  return sealed === null ? [] : sealed.slice(0, sealed.indexOf(".")).split(",");
}
