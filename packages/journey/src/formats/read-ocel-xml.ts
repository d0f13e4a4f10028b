import { byteDecoder } from "./decode-bytes.ts";
import { ocelBuilder, type ObjectCentricLog, type ReadOcelOptions } from "./ocel-log.ts";
import { xmlReader, type XmlElement } from "./read-xml.ts";

export type OcelXmlReader = {
  /** The next piece of the document, cut anywhere; of bytes or of text, not of both. */
  readonly push: (chunk: string | Uint8Array) => void;
  readonly end: () => ObjectCentricLog;
};

type Item = {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly values: { name: string; type: string; time: string; value: string }[];
  readonly related: { object: string; qualifier: string }[];
};

/** What an entry of a section is called. */
const SECTIONS: Readonly<Record<string, string>> = {
  "object-types": "object-type",
  "event-types": "event-type",
  objects: "object",
  events: "event",
};

/**
 * Reads an object-centric log from the XML of OCEL 2.0 in pieces.
 * @throws RangeError that names the line, when the document is not such XML; single entries that do not fit are told in `refused`.
 */
export function ocelXmlReader(options: ReadOcelOptions = {}): OcelXmlReader {
  const builder = ocelBuilder(options);
  let section: string | null = null;
  let item: Item | null = null;
  let inValue = false;
  let sections = 0;

  const finish = ({ name, attributes, values, related }: Item): void => {
    const { id = "", type = "", time = "" } = attributes;
    if (name === "object-type" || name === "event-type") {
      const declared = values.map(({ name: called, type: kind }) => ({ name: called, type: kind }));
      builder.addType(name === "object-type" ? "object" : "event", { name: attributes["name"] ?? "", attributes: declared });
    } else if (name === "object") {
      builder.addObject({ id, type, attributes: values });
      for (const { object, qualifier } of related) builder.relateObjects(id, object, qualifier);
    } else {
      builder.addEvent({ id, type, time, attributes: values });
      for (const { object, qualifier } of related) builder.relateEvent(id, object, qualifier);
    }
  };
  const open = ({ name, attributes, line }: XmlElement, depth: number): void => {
    if (depth === 0 && name !== "log") throw new RangeError(`OCEL, line ${line}: the root is <${name}>, not the <log> of OCEL 2.0`);
    if (depth === 1) {
      if (name === "global") throw new RangeError(`OCEL, line ${line}: this is XML of OCEL 1.0; export it as OCEL 2.0, or as JSON`);
      section = SECTIONS[name] ?? null;
      if (section !== null) sections += 1;
    } else if (depth === 2 && name === section) item = { name, attributes, values: [], related: [] };
    else if (depth === 4 && item !== null) {
      if (name === "attribute") {
        item.values.push({
          name: attributes["name"] ?? "",
          type: attributes["type"] ?? "string",
          time: attributes["time"] ?? "",
          value: "",
        });
        inValue = true;
        // The standard's own examples call it relationship, its first exporters relobj.
      } else if (name === "relationship" || name === "relobj" || name === "object") {
        item.related.push({ object: attributes["object-id"] ?? "", qualifier: attributes["qualifier"] ?? "" });
      }
    }
  };
  const close = (name: string, depth: number): void => {
    if (depth === 4) inValue = false;
    else if (depth === 2 && item !== null && name === item.name) {
      finish(item);
      item = null;
    }
  };
  const text = (part: string): void => {
    const value = item?.values.at(-1);
    if (inValue && value !== undefined) value.value += part;
  };

  const xml = xmlReader({ open, close, text });
  const decoder = byteDecoder();
  let bytes = false;
  const guarded = <T>(step: () => T): T => {
    try {
      return step();
    } catch (error) {
      throw error instanceof RangeError && !error.message.startsWith("OCEL")
        ? new RangeError(`OCEL, ${error.message}`, { cause: error })
        : error;
    }
  };
  return {
    push: (chunk) =>
      guarded(() => {
        if (typeof chunk !== "string") bytes = true;
        xml.push(typeof chunk === "string" ? chunk : decoder.push(chunk));
      }),
    end: () =>
      guarded(() => {
        if (bytes) xml.push(decoder.end());
        xml.end();
        if (sections === 0) throw new RangeError("line 1: the log has no objects and no events of OCEL 2.0");
        return builder.end();
      }),
  };
}

/** Reads a whole document with {@link ocelXmlReader}. */
export function readOcelXml(document: string | Uint8Array, options: ReadOcelOptions = {}): ObjectCentricLog {
  const reader = ocelXmlReader(options);
  reader.push(document);
  return reader.end();
}
