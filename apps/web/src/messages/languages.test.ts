import { IntlMessageFormat } from "intl-messageformat";
import { describe, expect, it } from "vitest";
import { en } from "./en/index.ts";
import { english, languageFor, languages, localeFor, type Messages, wordsOf } from "./languages.ts";

type Element = ReturnType<IntlMessageFormat["getAst"]>[number];
/** The parser's names for a choice by word and a choice by number. */
const [SELECT, PLURAL] = [5, 6];

function treeOf(text: string, language: string): readonly Element[] {
  return new IntlMessageFormat(text, language).getAst();
}

function every(elements: readonly Element[]): readonly Element[] {
  return elements.flatMap((element) =>
    "options" in element ? [element, ...Object.values(element.options).flatMap((option) => every(option.value))] : [element],
  );
}

/** Arguments with the words a `select` chooses by: what a translation must keep as it is. */
function frame(elements: readonly Element[]): string[] {
  const told = every(elements).flatMap((element) => {
    if (element.type === 0 || element.type === 7) return []; // text, and the number of a plural
    const cases = element.type === SELECT && "options" in element ? ` ${Object.keys(element.options).toSorted().join(" ")}` : "";
    return "value" in element ? [`${String(element.value)}${cases}`] : [];
  });
  return [...new Set(told)].toSorted();
}

/** Which forms of a word the language has for whole numbers a person meets, and a message leaves out although it tells one from many. */
function missingForms(elements: readonly Element[], english: readonly Element[], language: string): string[] {
  const plurals = (all: readonly Element[]) => every(all).flatMap((each) => (each.type === PLURAL && "options" in each ? [each] : []));
  const counted = new Set(plurals(english).flatMap((each) => ("one" in each.options ? [each.value] : [])));
  const rules = new Intl.PluralRules(language);
  const forms = new Set(Array.from({ length: 200 }, (_, n) => (n === 0 ? "other" : rules.select(n))));
  return plurals(elements).flatMap((each) =>
    counted.has(each.value) ? [...forms].flatMap((form) => (form in each.options ? [] : [`{${each.value}} lacks ${form}`])) : [],
  );
}

describe.each(languages.filter((language) => language !== english))("$code", (language) => {
  const { code } = language;
  it("says every message with the same figures, in all its plural forms", async () => {
    const messages = await wordsOf(language);
    const wrong: string[] = [];
    for (const [key, text] of Object.entries(en)) {
      const said: string | undefined = messages[key as keyof Messages]; // a key of the English table, which this one may lack
      if (said === undefined) {
        wrong.push(`${key} is missing`);
        continue;
      }
      if (said.trim() === "") wrong.push(`${key} is empty`);
      const [here, there] = [treeOf(said, code), treeOf(text, "en")];
      if (frame(here).join("; ") !== frame(there).join("; "))
        wrong.push(`${key}: ${frame(here).join("; ")} for ${frame(there).join("; ")}`);
      wrong.push(...missingForms(here, there, code).map((what) => `${key}: ${what}`));
    }
    expect(wrong).toEqual([]);
    expect(Object.keys(messages).toSorted()).toEqual(Object.keys(en).toSorted());
  });

  it("is no copy of English", async () => {
    const messages = await wordsOf(language);
    const sentences = Object.entries(en).filter(([, text]) => !text.includes("{") && text.split(" ").length > 3);
    const same = sentences.filter(([key, text]) => messages[key as keyof Messages] === text); // a key of the English table
    expect(same.map(([key]) => key)).toEqual([]);
  });
});

describe("the language", () => {
  it.each([
    ["de", ["en-US"], "de"],
    [null, ["nl-NL", "fr-CA", "en"], "fr"],
    [null, ["de-AT"], "de"],
    [null, ["pt-PT"], "pt-BR"],
    [null, ["nl"], "en"],
    ["klingon", ["ar-EG"], "ar"],
    [null, [], "en"],
  ] as const)("chosen %s, asked for %j: %s", (chosen, asked, code) => {
    expect(languageFor(chosen, asked).code).toBe(code);
  });

  it("writes numbers as the browser's region does in this language", () => {
    expect(localeFor(languageFor("de", []), ["en-US", "de-CH"])).toBe("de-CH");
    expect(localeFor(languageFor("de", []), ["en-US"])).toBe("de");
    expect(localeFor(english, ["en-GB"])).toBe("en-GB");
  });
});
