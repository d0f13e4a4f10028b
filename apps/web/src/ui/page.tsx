import { useLocation } from "@tanstack/react-router";
import { useEffect, useRef, type ReactNode } from "react";
import { t, type MessageKey } from "../messages/text.ts";
import { pageAt } from "../pages.ts";
import { useOrganisation } from "../session/organisation.ts";
import { noteVisit } from "../session/visits.ts";

/** The heading of a page: it says the finding, names the document and takes the focus after a navigation. */
let navigated = false;

export function noteNavigation(): void {
  navigated = true;
}

export function PageTitle({
  title,
  children,
  plain = false,
}: {
  title: MessageKey | { text: string };
  children: ReactNode;
  plain?: boolean;
}) {
  const heading = useRef<HTMLHeadingElement>(null);
  const organisation = useOrganisation();
  const name = typeof title === "string" ? t(title) : title.text;
  useEffect(() => {
    document.title = [name, organisation, t("app.name")].filter((part) => part !== null && part !== "").join(" · ");
  }, [name, organisation]);
  const { pathname, searchStr } = useLocation();
  useEffect(() => {
    const page = pageAt(pathname);
    if (page !== null && page.permission !== "anyone") noteVisit({ path: pathname, search: searchStr, name });
  }, [name, pathname, searchStr]);
  useEffect(() => {
    if (navigated) heading.current?.focus({ preventScroll: true });
    navigated = false;
  }, []);
  return (
    <h1 ref={heading} tabIndex={-1} className={plain ? "plain-title" : "sentence"}>
      {children}
    </h1>
  );
}

export function Card({
  id,
  title,
  beside,
  tools,
  children,
}: {
  id: string;
  title: ReactNode;
  beside?: ReactNode;
  tools?: ReactNode;
  children: ReactNode;
}) {
  return (
    <section className="card" aria-labelledby={id}>
      <div className="head">
        <h2 id={id}>{title}</h2>
        {beside}
        {tools !== undefined && <div className="tools">{tools}</div>}
      </div>
      {children}
    </section>
  );
}
