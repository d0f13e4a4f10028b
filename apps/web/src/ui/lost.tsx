import { Link } from "@tanstack/react-router";
import { t } from "../messages/text.ts";
import { useOpenPages } from "../session/may.ts";
import { PageTitle } from "./page.tsx";
import { troubleText } from "./trouble.tsx";

/** No page stands at this address: say so, and name the pages that exist. */
export function Lost() {
  const pages = useOpenPages();
  return (
    <>
      <PageTitle title="page.lost">{t("lost.title")}</PageTitle>
      <p className="under">{t("lost.text", { path: window.location.pathname })}</p>
      <section className="card body">
        <ul className="pages">
          {pages
            .filter((page) => page.nav)
            .map((page) => (
              <li key={page.path}>
                <Link to={page.path}>{t(page.title)}</Link>
              </li>
            ))}
        </ul>
      </section>
    </>
  );
}

/** A page broke: what happened, what was kept, what to do. */
export function PageTrouble({ error }: { error: unknown }) {
  const { what, fix } = troubleText(error);
  return (
    <div role="alert">
      <PageTitle title="page.trouble">{what}</PageTitle>
      <p className="under">{fix}</p>
      <p className="buttons">
        <button type="button" className="btn primary" onClick={() => window.location.reload()}>
          {t("trouble.reload")}
        </button>
        <a className="btn" href="/">
          {t("trouble.home")}
        </a>
      </p>
    </div>
  );
}
