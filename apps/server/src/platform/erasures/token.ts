import { createHmac } from "node:crypto";

/** What a person can be known again by. */
export const TOKEN_KINDS = ["name", "email", "phone"] as const;
export type TokenKind = (typeof TOKEN_KINDS)[number];

/** A number shorter than this is an extension, not somebody's own. */
const LEAST_DIGITS = 7;

/**
 * A name of a person as the register of erasures keeps it: an HMAC under the installation's id. Who has the register alone cannot tell
 * whom it means, and who has the installation knows them again. Null where the value says nothing of one person.
 */
export function tokenOf(key: string, kind: TokenKind, value: string): string | null {
  const plain = normal(kind, value);
  return plain === null ? null : createHmac("sha256", key).update(`${kind}\0${plain}`).digest("hex");
}

function normal(kind: TokenKind, value: string): string | null {
  switch (kind) {
    case "name":
      return value; // names are told apart to the letter, as everywhere
    case "email":
      return value.includes("@") ? value.trim().toLowerCase() : null;
    case "phone": {
      const digits = value.replaceAll(/\D/g, "").replace(/^00/, "");
      return digits.length < LEAST_DIGITS ? null : digits;
    }
  }
}
