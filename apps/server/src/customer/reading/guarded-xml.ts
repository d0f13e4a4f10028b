import { SaxesParser, type SaxesTagPlain } from "saxes";
import type { Limits } from "./limits.ts";
import { ReadingError } from "./reading-error.ts";

export interface XmlHandlers {
  /** `name` without its prefix. `open` holds the elements around it, the outermost first. */
  open(name: string, attributes: Readonly<Record<string, string>>, open: readonly string[]): void;
  close(name: string, open: readonly string[]): void;
  text?(text: string): void;
}

export interface GuardedXml {
  write(text: string): void;
  close(): void;
}

/**
 * A reader of XML that somebody may have made to hurt. Nothing is ever fetched or expanded: a document with a DOCTYPE is
 * refused, and so are more nesting, attributes or characters in one piece than any real file has.
 */
export const guardedXml = (limits: Limits, handlers: XmlHandlers): GuardedXml => {
  const parser = new SaxesParser({ xmlns: false });
  const open: string[] = [];
  let lastToken = 0;
  let attributes = 0;
  parser.on("doctype", () => {
    throw forbidden("The XML has a DOCTYPE; what one declares is never read.");
  });
  parser.on("opentagstart", () => {
    attributes = 0;
  });
  parser.on("attribute", () => {
    attributes += 1;
    if (attributes > limits.attributes) throw forbidden(`An element of the XML has more than ${limits.attributes} attributes.`);
  });
  parser.on("opentag", (tag: SaxesTagPlain) => {
    lastToken = parser.position;
    const name = localName(tag.name);
    if (open.length + 1 > limits.depth) throw forbidden(`The XML is nested deeper than ${limits.depth} levels.`);
    handlers.open(name, tag.attributes, open);
    open.push(name);
  });
  parser.on("closetag", (tag: SaxesTagPlain) => {
    lastToken = parser.position;
    open.pop();
    handlers.close(localName(tag.name), open);
  });
  const { text } = handlers;
  if (text !== undefined) {
    parser.on("text", text);
    parser.on("cdata", text);
  }

  const guarded = (step: () => void): void => {
    try {
      step();
    } catch (cause) {
      if (cause instanceof ReadingError) throw cause;
      const said = cause instanceof Error ? cause.message : String(cause);
      throw new ReadingError({
        code: "broken-xml",
        message: `The XML is broken at line ${parser.line}: ${said.replace(/^\d+:\d+: /, "")}`,
        fix: "Export the file again; it has to be well-formed XML.",
        cause,
      });
    }
  };
  return {
    write(text) {
      guarded(() => parser.write(text));
      if (parser.position - lastToken > limits.rowCharacters) {
        throw new ReadingError({
          code: "limit",
          message: `One piece of the XML near line ${parser.line} is longer than ${limits.rowCharacters} characters.`,
          fix: "Export the file again without that value.",
        });
      }
    },
    close: () => guarded(() => parser.close()),
  };
};

const localName = (name: string): string => {
  const colon = name.indexOf(":");
  return colon === -1 ? name : name.slice(colon + 1);
};

const forbidden = (message: string): ReadingError =>
  new ReadingError({ code: "forbidden-xml", message, fix: "Import only files that your own systems wrote; export this one again." });
