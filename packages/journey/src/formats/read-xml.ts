import { SaxesParser, type SaxesTagNS, type SaxesTagPlain } from "saxes";

/** `name` is without prefix. With namespaces, `space` is the namespace and `attributes` are those without a prefix; else `space` is "". */
export type XmlElement = {
  readonly name: string;
  readonly space: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Line of the document, from 1. */
  readonly line: number;
};

export type XmlHandlers = {
  /** `depth` is 0 for the root. */
  readonly open: (element: XmlElement, depth: number) => void;
  readonly close: (name: string, depth: number) => void;
  readonly text?: (text: string) => void;
};

export type XmlReader = { readonly push: (text: string) => void; readonly end: () => void };

/** Deeper, or longer in one piece, than any real document: what exceeds it was made to exhaust the machine. */
const DEPTH = 100;
const PIECE = 16 * 2 ** 20;
const SLICE = 2 ** 16;

/**
 * Reads XML in pieces of any size. Nothing is ever fetched or expanded: a document with a DOCTYPE is refused, so entities can neither grow
 * nor reach outside, and so are nesting beyond 100 and single tags or texts beyond 16 million characters.
 * @throws RangeError that names the line.
 */
export function xmlReader(handlers: XmlHandlers, { namespaces = false }: { readonly namespaces?: boolean } = {}): XmlReader {
  const parser = namespaces ? new SaxesParser({ xmlns: true }) : new SaxesParser({ xmlns: false });
  let depth = 0;
  let lastTag = 0;
  const checkPiece = (): void => {
    if (parser.position - lastTag > PIECE)
      throw new RangeError(`line ${parser.line}: one piece of the XML is longer than ${PIECE} characters`);
  };
  parser.on("error", (error) => {
    throw new RangeError(`line ${parser.line}: the XML is broken: ${error.message.replace(/^\d+:\d+: /, "")}`);
  });
  parser.on("doctype", () => {
    throw new RangeError(`line ${parser.line}: a DOCTYPE is never read; save the document without one`);
  });
  parser.on("opentag", (tag: SaxesTagPlain | SaxesTagNS) => {
    checkPiece();
    lastTag = parser.position;
    if (depth >= DEPTH) throw new RangeError(`line ${parser.line}: the XML is nested deeper than ${DEPTH} levels`);
    handlers.open(elementOf(tag, parser.line), depth);
    depth += 1;
  });
  parser.on("closetag", (tag) => {
    checkPiece();
    lastTag = parser.position;
    depth -= 1;
    handlers.close(localName(tag.name), depth);
  });
  if (handlers.text !== undefined) {
    parser.on("text", handlers.text);
    parser.on("cdata", handlers.text);
  }
  return {
    push: (text) => {
      for (let from = 0; from < text.length; from += SLICE) {
        parser.write(text.slice(from, from + SLICE));
        checkPiece();
      }
    },
    end: () => void parser.close(),
  };
}

function elementOf(tag: SaxesTagPlain | SaxesTagNS, line: number): XmlElement {
  if (!("uri" in tag))
    return { name: localName(tag.name), space: "", attributes: tag.attributes as Readonly<Record<string, string>>, line };
  const attributes: Record<string, string> = {};
  for (const { prefix, local, value } of Object.values((tag as SaxesTagNS).attributes)) if (prefix === "") attributes[local] = value;
  return { name: tag.local, space: tag.uri, attributes, line };
}

function localName(name: string): string {
  return name.slice(name.indexOf(":") + 1);
}

/** A small document in memory. `text` is all text that stands directly in the element. */
export type XmlTree = XmlElement & { readonly children: readonly XmlTree[]; readonly text: string };

/** Reads a whole document with its namespaces. For documents that people draw or write; logs are streamed instead. */
export function readXmlTree(text: string): XmlTree {
  type Open = XmlElement & { readonly children: Open[]; text: string };
  const open: Open[] = [];
  let root: Open | null = null;
  const reader = xmlReader(
    {
      open: (element) => {
        const node: Open = { ...element, children: [], text: "" };
        open.at(-1)?.children.push(node);
        root ??= node;
        open.push(node);
      },
      close: () => void open.pop(),
      text: (part) => {
        const node = open.at(-1);
        if (node !== undefined) node.text += part;
      },
    },
    { namespaces: true },
  );
  reader.push(text);
  reader.end();
  if (root === null) throw new RangeError("line 1: the XML has no element");
  return root;
}
