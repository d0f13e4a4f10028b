import { ocelBuilder, type ObjectCentricLog, type OcelBuilder, type ReadOcelOptions } from "./ocel-log.ts";

type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads an object-centric log from the JSON of OCEL 2.0, or of 1.0.
 * @throws RangeError when the text is not such JSON; single entries that do not fit are told in `refused`.
 */
export function readOcelJson(text: string, options: ReadOcelOptions = {}): ObjectCentricLog {
  const log = fields(parsed(text), "the document");
  const builder = ocelBuilder(options);
  if ("ocel:events" in log || "ocel:objects" in log) readFirstVersion(log, builder);
  else readSecondVersion(log, builder);
  return builder.end();
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, "")) as unknown;
  } catch (cause) {
    throw new RangeError(`OCEL: the JSON is broken: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

function readSecondVersion(log: Fields, builder: OcelBuilder): void {
  for (const of of ["object", "event"] as const) {
    for (const type of list(log, `${of}Types`)) {
      const attributes = optionalList(type, "attributes").map((one) => ({ name: string(one["name"]), type: string(one["type"]) }));
      builder.addType(of, { name: string(type["name"]), attributes });
    }
  }
  for (const object of list(log, "objects")) {
    const id = string(object["id"]);
    const attributes = optionalList(object, "attributes").map((one) => ({ ...named(one), time: string(one["time"]) }));
    builder.addObject({ id, type: string(object["type"]), attributes });
    for (const one of optionalList(object, "relationships")) builder.relateObjects(id, string(one["objectId"]), string(one["qualifier"]));
  }
  for (const event of list(log, "events")) {
    const id = string(event["id"]);
    const attributes = optionalList(event, "attributes").map(named);
    builder.addEvent({ id, type: string(event["type"]), time: string(event["time"]), attributes });
    for (const one of optionalList(event, "relationships")) builder.relateEvent(id, string(one["objectId"]), string(one["qualifier"]));
  }
}

function named(one: Fields): { name: string; value: string } {
  return { name: string(one["name"]), value: string(one["value"]) };
}

/** Version 1.0 declares no types with their attributes, so they are those that occur; its object values hold from the beginning. */
function readFirstVersion(log: Fields, builder: OcelBuilder): void {
  const objects = Object.entries(fields(log["ocel:objects"] ?? {}, "ocel:objects")).map(([id, one]) => {
    const object = fields(one, `object "${id}"`);
    return { id, type: string(object["ocel:type"]), values: fields(object["ocel:ovmap"] ?? {}, `object "${id}"`) };
  });
  const events = Object.entries(fields(log["ocel:events"] ?? {}, "ocel:events")).map(([id, one]) => {
    const event = fields(one, `event "${id}"`);
    const about = event["ocel:omap"] ?? [];
    if (!Array.isArray(about)) throw new RangeError(`OCEL: ocel:omap of event "${id}" is no list`);
    const values = fields(event["ocel:vmap"] ?? {}, `event "${id}"`);
    return { id, type: string(event["ocel:activity"]), time: string(event["ocel:timestamp"]), about: about.map(string), values };
  });
  for (const [of, entries] of [["object", objects] as const, ["event", events] as const]) {
    const types = new Map<string, Map<string, string>>();
    for (const { type, values } of entries) {
      const attributes = types.get(type) ?? new Map<string, string>();
      types.set(type, attributes);
      for (const [name, value] of Object.entries(values)) attributes.set(name, typeOf(value));
    }
    for (const [name, attributes] of types)
      builder.addType(of, { name, attributes: Array.from(attributes, ([one, type]) => ({ name: one, type })) });
  }
  for (const { id, type, values } of objects) {
    builder.addObject({ id, type, attributes: Object.entries(values).map(([name, value]) => ({ name, value: string(value), time: "" })) });
  }
  for (const { id, type, time, about, values } of events) {
    builder.addEvent({ id, type, time, attributes: Object.entries(values).map(([name, value]) => ({ name, value: string(value) })) });
    for (const object of about) builder.relateEvent(id, object, "");
  }
}

function typeOf(value: unknown): string {
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "float";
  return typeof value === "boolean" ? "boolean" : "string";
}

function string(value: unknown): string {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? String(value) : "";
}

function fields(value: unknown, place: string): Fields {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new RangeError(`OCEL: ${place} is no JSON object`);
  return value as Fields;
}

function list(of: Fields, name: string): Fields[] {
  if (!Array.isArray(of[name]))
    throw new RangeError(`OCEL: there is no list "${name}"; OCEL 2.0 has objectTypes, eventTypes, objects and events`);
  return (of[name] as unknown[]).map((one, place) => fields(one, `${name}[${place}]`));
}

function optionalList(of: Fields, name: string): Fields[] {
  return of[name] === undefined || of[name] === null ? [] : list(of, name);
}
