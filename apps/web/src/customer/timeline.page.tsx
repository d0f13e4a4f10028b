import { Link, useParams } from "@tanstack/react-router";
import { useState } from "react";
import type { Timeline, TimelineEntry } from "../api-types.ts";
import { t, viewerLocale } from "../messages/text.ts";
import { useRead } from "../session/read.ts";
import { ExportButton, type Column } from "../ui/data-table.tsx";
import { clock, count, money, number, shortDay } from "../ui/format.ts";
import { Card, PageTitle } from "../ui/page.tsx";
import { Trouble, Waiting } from "../ui/trouble.tsx";
import { namesOf, plainWords, yearsOf, type Line, type Names } from "./timeline.ts";
import { ConsentCard } from "./consent-card.tsx";
import { linesOf } from "./person-lines.ts";
import { PrivacyCard } from "./privacy-card.tsx";
import { KnownAsCard } from "./known-as-card.tsx";
import { RelationsCard } from "./relations-card.tsx";
import { WhyOneCard } from "./why-one-card.tsx";
import "./customer.css";

const columns: readonly Column<TimelineEntry>[] = [
  { head: t("timeline.column.time"), cell: (entry) => entry.time },
  { head: t("timeline.column.side"), cell: (entry) => t(`timeline.side.${entry.side}`) },
  { head: t("timeline.column.what"), cell: (entry) => entry.what },
  { head: t("timeline.column.stage"), cell: (entry) => entry.stage },
  { head: t("timeline.column.channel"), cell: (entry) => entry.channel },
  { head: t("timeline.column.case"), cell: (entry) => entry.case },
  { head: t("timeline.column.score"), cell: (entry) => entry.score },
  { head: t("timeline.column.scale"), cell: (entry) => entry.scale },
  { head: t("timeline.column.comment"), cell: (entry) => entry.comment },
  { head: t("timeline.column.amount"), cell: (entry) => entry.amount },
  { head: t("timeline.column.currency"), cell: (entry) => entry.currency },
  { head: t("timeline.column.source"), cell: (entry) => entry.source },
];

export function Page() {
  const { id }: { id: string } = useParams({ strict: false });
  const [limit, setLimit] = useState(200);
  const reading = useRead("customer.getTimeline", { id, limit });
  const company = useRead("company.getCompany", {});
  const names = namesOf(company.data ?? null);
  const timeline = reading.data?.asked === id ? reading.data : undefined;
  const customer = timeline?.id ?? id;
  const name = linesOf(timeline?.best.find(({ line }) => line === "name")?.values ?? {}).name;
  return (
    <>
      <div className="who">
        <PageTitle title={{ text: customer }} plain>
          {name === undefined ? customer : `${name} `}
          {name !== undefined && <span className="sec">{customer}</span>}
        </PageTitle>
        {customer !== id && <span className="sec">{t("timeline.asked", { id })}</span>}
        {timeline?.segment != null && <span className="sec">{names.segment(timeline.segment)}</span>}
      </div>
      <p className="under">
        {timeline !== undefined && (
          <span>
            {t("timeline.under", {
              shown: count(timeline.entries.length),
              total: count(timeline.total),
              sources: timeline.sources.length,
              list: timeline.sources.join(", "),
            })}
          </span>
        )}
        <Link to="/customers">{t("timeline.back")}</Link>
      </p>
      {reading.isError ? (
        <Trouble error={reading.error} again={() => void reading.refetch()} />
      ) : timeline === undefined ? (
        <Waiting what={t("timeline.reading")} />
      ) : (
        <div className="timeline beside">
          <OneTimeline timeline={timeline} names={names} />
          <div className="who-they-are">
            {timeline.best.length > 0 && <KnownAsCard best={timeline.best} knownAs={timeline.knownAs} />}
            <RelationsCard id={customer} />
            <WhyOneCard id={customer} />
            <ConsentCard id={customer} />
            <PrivacyCard id={customer} />
          </div>
          {timeline.entries.length < timeline.total && (
            <button type="button" className="btn" onClick={() => setLimit(limit + 500)}>
              {t("timeline.more")}
            </button>
          )}
        </div>
      )}
    </>
  );
}

function OneTimeline({ timeline, names }: { timeline: Timeline; names: Names }) {
  const legend = (
    <div className="legend">
      <span>
        <i className="m co" />
        {t("timeline.side.company")}
      </span>
      <span>
        <i className="m cu" />
        {t("timeline.side.customer")}
      </span>
    </div>
  );
  return (
    <Card
      id="timeline"
      title={t("timeline.title")}
      beside={legend}
      tools={<ExportButton columns={columns} rows={timeline.entries} name={`customer-${timeline.id}`} />}
    >
      {timeline.entries.length === 0 ? (
        <p className="body sec">{t("timeline.empty")}</p>
      ) : (
        <div className="tl">
          {yearsOf(timeline.entries, yearOf).map(({ year, lines }, at) => (
            <section key={`${year} ${at}`}>
              <h3>{year ?? t("timeline.undated")}</h3>
              <ol>
                {lines.map((line, index) => (
                  <Row key={index} line={line} names={names} />
                ))}
              </ol>
            </section>
          ))}
        </div>
      )}
    </Card>
  );
}

function Row({ line, names }: { line: Line; names: Names }) {
  if (line.kind === "silence") {
    return (
      <li className="quiet">
        <span>{t("timeline.silence", { days: line.days })}</span>
      </li>
    );
  }
  const { entry } = line;
  const detail = [names.stage(entry.stage), names.channel(entry.channel), names.unit(entry.unit), entry.case]
    .filter((part) => part !== null && part !== "")
    .join(" · ");
  return (
    <li className="event">
      <time dateTime={entry.time ?? undefined}>
        {entry.time === null ? "–" : shortDay(entry.time)}
        {entry.time !== null && <span>{clock(entry.time)}</span>}
      </time>
      <i className={entry.side === "company" ? "m co" : "m cu"} aria-hidden="true" />
      <div>
        <p>
          <span className="sr">{t(`timeline.side.${entry.side}`)}: </span>
          <b className="strong">{headline(entry, names.step(entry.what))}</b>
        </p>
        {entry.comment !== null && <p className="sec">“{entry.comment}”</p>}
        {detail !== "" && <p className="sm mut">{detail}</p>}
      </div>
      <span className="sys">{entry.source}</span>
    </li>
  );
}

/** What a source said of the customer, which is nothing that happened to them. */
function said({ stream, what }: TimelineEntry): string | null {
  const key = stream === "customers" ? stream : what;
  return key === "customers" || key === "identify" || key === "group" || key === "alias" ? t(`timeline.what.${key}`) : null;
}

/** "Installation survey: answered 3 on 0-10", "Payment: € 44.00", or what happened in the company's own word for it. */
function headline(entry: TimelineEntry, name: string | null): string {
  const what = name ?? (entry.stream === "customers" || entry.stream === "identities" ? said(entry) : null) ?? plainWords(entry.what);
  if (entry.score !== null)
    return entry.scale === null
      ? t("timeline.answered", { score: number(entry.score), what })
      : t("timeline.answered.scale", { score: number(entry.score), scale: entry.scale, what });
  if (entry.amount !== null)
    return t("timeline.amount", { what, amount: entry.currency === null ? number(entry.amount) : money(entry.amount, entry.currency) });
  return what;
}

function yearOf(time: string): string {
  return new Intl.DateTimeFormat(viewerLocale(), { year: "numeric" }).format(new Date(time));
}
