import { createHash, randomBytes } from "node:crypto";

/** A secret that is shown once and kept as its hash only: 192 random bits need no slow hash. */
export function newToken(prefix = ""): { token: string; hash: string } {
  const token = prefix + randomBytes(24).toString("base64url");
  return { token, hash: hashToken(token) };
}

export function hashToken(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
