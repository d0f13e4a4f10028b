import { CounterseatError } from "./errors.ts";
import type { Actor, Permission } from "./operation.ts";

export function allowed(actor: Actor, permission: Permission): boolean {
  return actor.may === "everything" || actor.may.includes(permission);
}

export function needs(permission: Permission): CounterseatError {
  return new CounterseatError("forbidden", `This needs the permission ${permission}.`, {
    fix: "Ask an owner of this installation for it.",
  });
}

/** For what is about one person altogether, where masking fields would still say who it is. @throws forbidden */
export function assertSeesPersonal(actor: Actor): void {
  if (!allowed(actor, "pii:read")) throw needs("pii:read");
}
