import { createHash, randomUUID } from "node:crypto";
import { isBroken } from "./clean-text.ts";
import { LIMITS } from "./limits.ts";
import { cloudEventId } from "./read-cloudevent.ts";
import { isObject } from "./columns.ts";

/**
 * The id an event is known by in its source: told twice, it counts once. Its own where it has one; else made of the
 * request's `Idempotency-Key` and its place; else a random one, by which nobody can send it again.
 */
export function messageIdOf(from: { verb: string; content: unknown; index: number; key: string | null }): {
  messageId: string;
  badId: string | null;
} {
  const { verb, content, index, key } = from;
  if (verb === "cloudevent") {
    const id = cloudEventId(content);
    if (id !== null) return { messageId: fitting(id), badId: null };
  } else {
    const told = isObject(content) && Object.hasOwn(content, "messageId") ? content["messageId"] : null;
    if (typeof told === "string" && told !== "" && told.length <= LIMITS.messageIdChars && !isBroken(told))
      return { messageId: told, badId: null };
    if (told !== undefined && told !== null)
      return {
        messageId: typeof told === "string" ? fitting(`bad ${told}`) : randomUUID(),
        badId: "Its messageId is no text of 1 to 100 characters.",
      };
  }
  return { messageId: key === null ? randomUUID() : fitting(`${key}:${index}`), badId: null };
}

/** Longer than an id may be: its hash, which is the same for the same text. */
function fitting(text: string): string {
  return text.length <= LIMITS.messageIdChars && !isBroken(text) ? text : createHash("sha256").update(text).digest("base64url");
}
