import { Link } from "@tanstack/react-router";
import { Fragment } from "react";
import { t } from "../messages/text.ts";
import { plainOf, type Block, type Span } from "./read-guide.ts";

/** The guide's pictures, as files of the program. */
const pictures = import.meta.glob<string>("../../../../docs/guide/shots/*.png", { query: "?url", import: "default", eager: true });

/** One block of a guide's page, drawn. */
export function GuideBlock({ block }: { block: Block }) {
  if (block.kind === "code")
    return (
      <pre tabIndex={0}>
        <code>{block.text}</code>
      </pre>
    );
  if (block.kind === "paragraph")
    return (
      <p>
        <Spans spans={block.spans} />
      </p>
    );
  // The page's own title is the first level, the card's the second.
  if (block.kind === "heading") {
    const Heading = block.level <= 2 ? "h3" : "h4";
    return (
      <Heading id={block.id}>
        <Spans spans={block.spans} />
      </Heading>
    );
  }
  if (block.kind === "list") {
    const items = block.items.map((spans, at) => (
      <li key={at}>
        <Spans spans={spans} />
      </li>
    ));
    return block.ordered ? <ol className="numbers">{items}</ol> : <ul className="bullets">{items}</ul>;
  }
  return <GuideTable head={block.head} rows={block.rows} />;
}

function GuideTable({ head, rows }: { head: readonly Span[][]; rows: readonly (readonly Span[][])[] }) {
  const label = t("table.of", { what: head.map(plainOf).join(", ") });
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label={label}>
      <table className="tbl">
        <thead>
          <tr>
            {head.map((spans, at) => (
              <th key={at} scope="col">
                <Spans spans={spans} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, at) => (
            <tr key={at}>
              {row.map((spans, column) =>
                column === 0 ? (
                  <th key={column} scope="row">
                    <Spans spans={spans} />
                  </th>
                ) : (
                  <td key={column}>
                    <Spans spans={spans} />
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Spans({ spans }: { spans: readonly Span[] }) {
  return spans.map((span, at) => <Fragment key={at}>{drawn(span)}</Fragment>);
}

function drawn(span: Span) {
  if (span.kind === "text") return span.text;
  if (span.kind === "code") return <code className="code">{span.text}</code>;
  if (span.kind === "strong")
    return (
      <b className="strong">
        <Spans spans={span.spans} />
      </b>
    );
  if (span.kind === "em")
    return (
      <em>
        <Spans spans={span.spans} />
      </em>
    );
  if (span.kind === "image") {
    const source = Object.entries(pictures).find(([path]) => path.endsWith(`/${span.source}`))?.[1];
    return source === undefined ? span.alt : <img src={source} alt={span.alt} loading="lazy" />;
  }
  const page = /^([\w-]+)\.md(?:#(.+))?$/.exec(span.to);
  if (page?.[1] !== undefined)
    return (
      <Link to="/help/$page" params={{ page: page[1] }} {...(page[2] === undefined ? {} : { hash: page[2] })}>
        <Spans spans={span.spans} />
      </Link>
    );
  // Whatever else is linked lies in the sources or elsewhere: named, not opened.
  return (
    <>
      <Spans spans={span.spans} /> {!span.to.startsWith("#") && <code className="code">{span.to}</code>}
    </>
  );
}
