import type { en } from "./en/index.ts";

/** Every message in one language. */
export type Messages = Readonly<Record<keyof typeof en, string>>;

export interface Language {
  /** BCP 47 tag, and the name of its folder. */
  readonly code: string;
  /** Its name in itself: who looks for it reads that. */
  readonly name: string;
  readonly direction: "ltr" | "rtl";
}

export const english: Language = { code: "en", name: "English", direction: "ltr" };

export const languages: readonly Language[] = [
  english,
  { code: "de", name: "Deutsch", direction: "ltr" },
  { code: "es", name: "Español", direction: "ltr" },
  { code: "fr", name: "Français", direction: "ltr" },
  { code: "pt-BR", name: "Português (Brasil)", direction: "ltr" },
  { code: "ar", name: "العربية", direction: "rtl" },
];

/** English is in every page; the files of the others come when they are chosen. */
const files = import.meta.glob<Readonly<Record<string, string>>>(["./*/*.json", "!./en/*.json"], { import: "default" });

/** The words of a language other than English. Throws where they cannot be fetched. */
export async function wordsOf({ code }: Language): Promise<Messages> {
  const here = Object.entries(files).filter(([path]) => path.startsWith(`./${code}/`));
  const parts = await Promise.all(here.map(([, load]) => load()));
  return Object.assign({}, ...parts) as Messages; // languages.test.ts compares the keys with English
}

/** The language chosen, else the first of those the browser asks for that we speak, else English. */
export function languageFor(chosen: string | null, asked: readonly string[]): Language {
  const picked = languages.find((language) => language.code === chosen);
  if (picked !== undefined) return picked;
  for (const tag of asked) {
    const spoken = languages.find((language) => base(language.code) === base(tag));
    if (spoken !== undefined) return spoken;
  }
  return english;
}

/** How numbers and dates are written: as the browser's own region does it in this language, or else as the language does. */
export function localeFor(language: Language, asked: readonly string[]): string {
  return asked.find((tag) => base(tag) === base(language.code)) ?? language.code;
}

function base(tag: string): string {
  return tag.toLowerCase().split("-")[0] ?? "";
}
