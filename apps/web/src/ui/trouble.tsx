import { isProblem, type Problem } from "../api.ts";
import { isKey, spokenLanguage, t } from "../messages/text.ts";
import { RiskMark } from "./marks.tsx";

/** What happened, what was kept, what to do next: the one way an error is shown. */
export function Trouble({ error, again }: { error: unknown; again?: () => void }) {
  const { what, fix, errors, english } = troubleText(error);
  return (
    <div className="trouble" role="alert">
      <p className="strong">
        <RiskMark /> {what}
      </p>
      {english !== null && (
        <p lang="en" dir="ltr">
          {english}
        </p>
      )}
      {errors.length > 0 && (
        <ul className="bullets" lang="en" dir="ltr">
          {errors.map((each) => (
            <li key={`${each.path} ${each.message}`}>{each.path === "" ? each.message : `${each.path}: ${each.message}`}</li>
          ))}
        </ul>
      )}
      <p className="sec">{fix}</p>
      {again !== undefined && (
        <button type="button" className="btn small" onClick={again}>
          {t("trouble.again")}
        </button>
      )}
    </div>
  );
}

type Told = { what: string; fix: string; errors: Problem["errors"]; english: string | null };

/** The server tells what happened in English. Another language says what kind of trouble it is, and repeats the server's words. */
export function troubleText(error: unknown): Told {
  if (!isProblem(error)) return { what: t("trouble.page"), fix: t("trouble.page.fix"), errors: [], english: null };
  const code = `trouble.${error.code}`;
  const fixCode = `${code}.fix`;
  const what = t(isKey(code) ? code : "trouble.internal");
  const fix = t(isKey(fixCode) ? fixCode : "trouble.internal.fix");
  const told = error.detail || error.title;
  if (spokenLanguage().code === "en") return { what: told || what, fix: error.fix ?? fix, errors: error.errors, english: null };
  return { what, fix, errors: error.errors, english: [told, error.fix ?? ""].filter((text) => text !== "").join(" ") || null };
}

export function Waiting({ what }: { what: string }) {
  return (
    <p className="waiting" role="status">
      {what}
    </p>
  );
}
