import { isProblem, type Problem } from "../api.ts";
import { isKey, t } from "../messages/text.ts";
import { RiskMark } from "./marks.tsx";

/** What happened, what was kept, what to do next: the one way an error is shown. */
export function Trouble({ error, again }: { error: unknown; again?: () => void }) {
  const { what, fix, errors } = troubleText(error);
  return (
    <div className="trouble" role="alert">
      <p className="strong">
        <RiskMark /> {what}
      </p>
      {errors.length > 0 && (
        <ul className="bullets">
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

export function troubleText(error: unknown): { what: string; fix: string; errors: Problem["errors"] } {
  if (!isProblem(error)) return { what: t("trouble.page"), fix: t("trouble.page.fix"), errors: [] };
  const code = isKey(`trouble.${error.code}`) ? error.code : "internal";
  const fixKey = `trouble.${code}.fix`;
  return {
    what: error.detail || error.title || (isKey(`trouble.${code}`) ? t(`trouble.${code}` as "trouble.internal") : t("trouble.internal")),
    fix: error.fix ?? (isKey(fixKey) ? t(fixKey) : t("trouble.internal.fix")),
    errors: error.errors,
  };
}

export function Waiting({ what }: { what: string }) {
  return (
    <p className="waiting" role="status">
      {what}
    </p>
  );
}
