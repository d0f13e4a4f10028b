import { Link } from "@tanstack/react-router";
import { t } from "../messages/text.ts";
import type { Page } from "../pages.ts";
import { PageTitle } from "../ui/page.tsx";
import { useOpenPages } from "./may.ts";

/** A page the viewer's role does not include: said plainly, with who can change it and where else to go. */
export function NotYours({ page }: { page: Page }) {
  const open = useOpenPages().filter((each) => each.nav);
  return (
    <>
      <PageTitle title={page.title}>{t("not-yours.title", { page: t(page.title) })}</PageTitle>
      <p className="under">{t("not-yours.text")}</p>
      <section className="card body">
        <ul className="pages">
          {open.map((each) => (
            <li key={each.path}>
              <Link to={each.path}>{t(each.title)}</Link>
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}
