import type { MessageKey } from "../messages/text.ts";

/** What a key does, in this one table: the frame acts by it and the list of keys is made from it. */
export type KeyDeed = "palette" | "list" | "search" | "next" | "previous" | "open" | "close";
export type KeyLine = { deed: KeyDeed; key: string; shown: string; what: MessageKey; where: "everywhere" | "lists" };

export const keyMap: readonly KeyLine[] = [
  { deed: "palette", key: "mod+k", shown: "Ctrl K", what: "keys.palette", where: "everywhere" },
  { deed: "list", key: "?", shown: "?", what: "keys.list", where: "everywhere" },
  { deed: "search", key: "/", shown: "/", what: "keys.search", where: "everywhere" },
  { deed: "close", key: "Escape", shown: "Esc", what: "keys.escape", where: "everywhere" },
  { deed: "next", key: "j", shown: "j", what: "keys.next", where: "lists" },
  { deed: "previous", key: "k", shown: "k", what: "keys.previous", where: "lists" },
  { deed: "open", key: "Enter", shown: "Enter", what: "keys.open", where: "lists" },
];

/** The key that waits for the letter of a page. */
export const GO = "g";

/** What a key pressed by itself means; letters typed into a field were sorted out before. */
export function deedOf({ key, ctrlKey, metaKey, altKey }: Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey">): KeyDeed | null {
  if (altKey) return null;
  const name = ctrlKey || metaKey ? `mod+${key.toLowerCase()}` : key;
  return keyMap.find((line) => line.key === name)?.deed ?? null;
}
