import { CounterseatError } from "./errors.ts";

/** A zero character is no text: PostgreSQL refuses to keep it, and much that prints it stops there. @throws invalid, with the place */
export function refuseZero(value: unknown, path = ""): void {
  if (typeof value === "string" && value.includes("\0"))
    throw new CounterseatError("invalid", `${path}: a zero character cannot be kept.`, {
      errors: [{ path, message: "no zero character" }],
    });
  if (typeof value !== "object" || value === null) return;
  for (const [name, inner] of Object.entries(value)) {
    refuseZero(name, path);
    refuseZero(inner, path === "" ? name : `${path}.${name}`);
  }
}
