import { chooseLanguage } from "../messages/settle-language.ts";
import { languages } from "../messages/languages.ts";
import { spokenLanguage, t } from "../messages/text.ts";

/** The language of the interface. Its label stands in English too, for who opened the page in one they cannot read. */
export function LanguageChoice() {
  const label = t("language.label");
  return (
    <label className="filter language">
      <span>{label === ENGLISH ? label : `${label} · ${ENGLISH}`}</span>
      <select value={spokenLanguage().code} onChange={(event) => chooseLanguage(event.target.value)}>
        {languages.map(({ code, name }) => (
          <option key={code} value={code} lang={code}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

const ENGLISH = "Language";
