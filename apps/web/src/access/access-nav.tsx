import { Link } from "@tanstack/react-router";
import { t } from "../messages/text.ts";

const PLACES = [
  { to: "/people", title: "page.people" },
  { to: "/keys", title: "page.program-keys" },
  { to: "/audit", title: "page.audit" },
] as const;

/** The three pages of who may do what stand side by side. */
export function AccessNav() {
  return (
    <nav className="access-nav sm" aria-label={t("access.nav")}>
      {PLACES.map(({ to, title }) => (
        <Link key={to} to={to}>
          {t(title)}
        </Link>
      ))}
    </nav>
  );
}
