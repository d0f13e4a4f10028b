import { IntlMessageFormat } from "intl-messageformat";
import { en } from "./en/index.ts";
import { english, type Language, type Messages } from "./languages.ts";

/**
 * Every word on the screen comes from a message file. Words and plural rules follow the language; numbers and dates inside
 * them follow the viewer's region. The language is settled once, before the first screen is drawn.
 */
export type MessageKey = keyof typeof en;
export type Values = Record<string, string | number | null>;

interface Spoken {
  readonly language: Language;
  readonly messages: Messages;
  /** BCP 47 tag of how the viewer writes numbers and dates. */
  readonly locale: string;
}

let spoken: Spoken = { language: english, messages: en, locale: "en" };
const formats = new Map<MessageKey, IntlMessageFormat>();

export function speak(next: Spoken): void {
  spoken = next;
  formats.clear();
}

export function spokenLanguage(): Language {
  return spoken.language;
}

export function viewerLocale(): string {
  return spoken.locale;
}

export function t(key: MessageKey, values: Values = {}): string {
  return String(messageOf(key).format(spoken.language.direction === "rtl" ? isolated(values) : values));
}

/** Names and texts of any script keep their own direction inside a sentence that runs from right to left (Unicode UAX 9, FSI and PDI). */
function isolated(values: Values): Values {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, isText(value) ? `\u2068${value}\u2069` : value]));
}

/** Words a message chooses by (`yes`, `sample`) have to stay as they are; they are never names. */
function isText(value: Values[string]): value is string {
  return typeof value === "string" && !/^[a-z]+$/.test(value);
}

export function isKey(key: string): key is MessageKey {
  return key in en;
}

function messageOf(key: MessageKey): IntlMessageFormat {
  const known = formats.get(key);
  if (known !== undefined) return known;
  const { messages, language, locale } = spoken;
  const made = new IntlMessageFormat(messages[key], language.code, undefined, {
    formatters: {
      getNumberFormat: (_, options) => new Intl.NumberFormat(locale, options),
      getDateTimeFormat: (_, options) => new Intl.DateTimeFormat(locale, options),
      getPluralRules: (locales, options) => new Intl.PluralRules(locales, options),
    },
  });
  formats.set(key, made);
  return made;
}
