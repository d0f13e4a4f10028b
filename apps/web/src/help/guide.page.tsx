import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useEffect } from "react";
import { spokenLanguage, t } from "../messages/text.ts";
import { Card, PageTitle } from "../ui/page.tsx";
import { Trouble, Waiting } from "../ui/trouble.tsx";
import { GuideBlock } from "./guide-block.tsx";
import { plainOf, readGuide } from "./read-guide.ts";
import "./help.css";

/** The guide's files, built into the program: they are here without the internet and always of this version. */
const files = import.meta.glob<string>("../../../../docs/guide/*.md", { query: "?raw", import: "default" });
const names = Object.keys(files).map((path) => path.replace(/^.*\/|\.md$/g, ""));

/** For whom each page is, in the order one reads them; what is not named here stands at the end. */
const order = [
  "first-ten-minutes",
  "board",
  "importing",
  "one-customer",
  "data-quality",
  "connecting",
  "journey",
  "work",
  "asset",
  "words",
  "languages",
  "sending-events",
  "operating",
  "backup",
  "privacy",
];
const pages = names.toSorted((one, other) => placeOf(one) - placeOf(other) || one.localeCompare(other));

/** The guide: the list of its pages beside the one that is read. */
export function Page() {
  const params: { page?: string } = useParams({ strict: false });
  const name = params.page ?? pages[0] ?? "";
  const file = Object.entries(files).find(([path]) => path.endsWith(`/${name}.md`))?.[1];
  const reading = useQuery({
    queryKey: ["guide", name],
    queryFn: async () => (file === undefined ? null : readGuide(await file())),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const blocks = reading.data;
  useEffect(() => {
    const { hash } = window.location;
    if (blocks !== undefined && hash !== "") document.getElementById(decodeURIComponent(hash.slice(1)))?.scrollIntoView();
  }, [blocks]);
  const title = blocks?.find((block) => block.kind === "heading");
  return (
    <>
      <PageTitle title={title === undefined ? "page.guide" : { text: plainOf(title.spans) }}>
        {blocks === null ? t("guide.none") : title === undefined ? t("guide.reading") : plainOf(title.spans)}
      </PageTitle>
      {spokenLanguage().code !== "en" && <p className="under">{t("guide.english")}</p>}
      <div className="guide">
        <nav className="card body" aria-label={t("guide.pages")}>
          <ul className="pages">
            {pages.map((each) => (
              <li key={each}>
                <Link to="/help/$page" params={{ page: each }} {...(each === name ? { "aria-current": "page" as const } : {})}>
                  {nameOf(each)}
                </Link>
              </li>
            ))}
            <li>
              <Link to="/help/api">{t("page.api")}</Link>
            </li>
          </ul>
        </nav>
        {reading.isError && <Trouble error={reading.error} again={() => void reading.refetch()} />}
        {blocks === undefined && !reading.isError && <Waiting what={t("guide.reading")} />}
        {blocks != null && (
          <Card id="guide-page" title={nameOf(name)}>
            <div className="body text" lang="en" dir="ltr">
              {blocks.map((block, at) => (block === title ? null : <GuideBlock key={at} block={block} />))}
            </div>
          </Card>
        )}
      </div>
    </>
  );
}

function placeOf(name: string): number {
  const at = order.indexOf(name);
  return at < 0 ? order.length : at;
}

function nameOf(name: string): string {
  const words = name.replaceAll("-", " ");
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}
