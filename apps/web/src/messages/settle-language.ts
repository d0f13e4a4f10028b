import { en } from "./en/index.ts";
import { english, languageFor, localeFor, wordsOf } from "./languages.ts";
import { speak } from "./text.ts";

const KEPT = "counterseat-language";

/** Settles the language before anything is drawn. Where its words cannot be fetched the page still opens, in English. */
export async function settleLanguage(): Promise<void> {
  const asked = navigator.languages;
  const chosen = localStorage.getItem(KEPT);
  const language = languageFor(chosen, asked);
  try {
    const messages = language === english ? en : await wordsOf(language);
    // Who asked for a language we do not speak reads English, with numbers as at home.
    const stranger = language === english && chosen === null;
    speak({ language, messages, locale: stranger ? (asked[0] ?? "en") : localeFor(language, asked) });
    document.documentElement.lang = language.code;
    document.documentElement.dir = language.direction;
  } catch {
    speak({ language: english, messages: en, locale: asked[0] ?? "en" });
  }
}

/** Remembers the choice in this browser and opens the page anew in it: words already on the screen are of the other language. */
export function chooseLanguage(code: string): void {
  localStorage.setItem(KEPT, code);
  window.location.reload();
}
