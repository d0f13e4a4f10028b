import { CounterseatError } from "./errors.ts";

/** No input of ours nests deeper than a handful; what does was made to exhaust the stack of whoever walks it. */
const DEEPEST = 64;

/** Half of a surrogate pair: no encoding can write it. */
const HALF = /\p{Surrogate}/u;

/**
 * Refuses what no store of ours could keep. A zero character is no text: PostgreSQL refuses it, and much that prints it stops there; half a
 * character comes back as another.
 * Values nested very deep overflow the stack of everything that walks them, JSON.stringify included.
 * @throws invalid, with the place
 */
export function refuseUnkeepable(value: unknown, path = "", depth = 0): void {
  if (typeof value === "string" && value.includes("\0")) throw refused(path, "a zero character cannot be kept", "no zero character");
  if (typeof value === "string" && HALF.test(value)) throw refused(path, "half a character cannot be kept", "whole characters only");
  if (typeof value !== "object" || value === null) return;
  if (depth === DEEPEST) throw refused(path.slice(0, 80), `nested deeper than ${DEEPEST}`, `at most ${DEEPEST} deep`);
  for (const [name, inner] of Object.entries(value)) {
    refuseUnkeepable(name, path, depth);
    refuseUnkeepable(inner, path === "" ? name : `${path}.${name}`, depth + 1);
  }
}

const refused = (path: string, what: string, message: string) =>
  new CounterseatError("invalid", `${path}: ${what}.`, { errors: [{ path, message }] });
