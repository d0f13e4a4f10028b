import { IntlMessageFormat } from "intl-messageformat";
import type { ReactNode } from "react";
import en from "./en.json";

/**
 * Every word on the screen comes from a message file. Words and plural rules follow the language of the file; numbers
 * and dates inside them follow the viewer.
 */
export type MessageKey = keyof typeof en;
export type Values = Record<string, string | number | null>;

const language = "en";
export const viewerLocale = navigator.language;
const formats = new Map<MessageKey, IntlMessageFormat>();

export function t(key: MessageKey, values: Values = {}): string {
  return String(messageOf(key).format(values));
}

/** A message with marks inside: `<b>…</b>` in the file is drawn by `marks.b`. */
export function rich(key: MessageKey, values: Values, marks: Record<string, (chunks: ReactNode) => ReactNode>): ReactNode {
  const parts = messageOf(key).format<ReactNode>({ ...values, ...wrap(marks) });
  return Array.isArray(parts) ? parts.map((part, at) => (typeof part === "string" ? part : keyed(part, at))) : parts;
}

export function isKey(key: string): key is MessageKey {
  return key in en;
}

function wrap(marks: Record<string, (chunks: ReactNode) => ReactNode>) {
  return Object.fromEntries(Object.entries(marks).map(([tag, draw]) => [tag, (chunks: ReactNode[]) => draw(chunks.join(""))]));
}

function keyed(part: ReactNode, at: number): ReactNode {
  return typeof part === "object" && part !== null && "key" in part ? { ...part, key: String(at) } : part;
}

function messageOf(key: MessageKey): IntlMessageFormat {
  const known = formats.get(key);
  if (known !== undefined) return known;
  const made = new IntlMessageFormat(en[key], language, undefined, {
    formatters: {
      getNumberFormat: (_, options) => new Intl.NumberFormat(viewerLocale, options),
      getDateTimeFormat: (_, options) => new Intl.DateTimeFormat(viewerLocale, options),
      getPluralRules: (locales, options) => new Intl.PluralRules(locales, options),
    },
  });
  formats.set(key, made);
  return made;
}
