import { IntlMessageFormat } from "intl-messageformat";
import { en } from "./en/index.ts";

/**
 * Every word on the screen comes from a message file. Words and plural rules follow the language of the file; numbers
 * and dates inside them follow the viewer.
 */
export type MessageKey = keyof typeof en;
export type Values = Record<string, string | number | null>;

const language = "en";
// Outside a browser, where tests run, nobody views.
export const viewerLocale = typeof navigator === "undefined" ? "en" : navigator.language;
const formats = new Map<MessageKey, IntlMessageFormat>();

export function t(key: MessageKey, values: Values = {}): string {
  return String(messageOf(key).format(values));
}

export function isKey(key: string): key is MessageKey {
  return key in en;
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
