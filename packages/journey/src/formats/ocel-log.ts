import { readIsoTime } from "../iso-time.ts";
import { zoneClock } from "../zone.ts";

export type OcelType = { readonly name: string; readonly attributes: readonly { readonly name: string; readonly type: string }[] };

/** Values of an object change: each holds from its time on. Times are UTC milliseconds, values the text the file has. */
export type OcelObject = {
  readonly id: string;
  readonly type: string;
  readonly attributes: readonly { readonly name: string; readonly time: number; readonly value: string }[];
};

export type OcelEvent = {
  readonly id: string;
  readonly type: string;
  readonly time: number;
  readonly attributes: readonly { readonly name: string; readonly value: string }[];
};

/** What of a file could not be taken over, and why. */
export type OcelRefusal = { readonly place: string; readonly reason: string };

/**
 * An object-centric event log.
 * Source: Berti, Koren, Adams, Park et al., "OCEL (Object-Centric Event Log) 2.0 Specification" (2023).
 */
export type ObjectCentricLog = {
  readonly objectTypes: readonly OcelType[];
  readonly eventTypes: readonly OcelType[];
  readonly objects: readonly OcelObject[];
  /** In file order. */
  readonly events: readonly OcelEvent[];
  /** Which objects an event is about; the qualifier says in what part, "" when nothing does. */
  readonly eventObjects: readonly { readonly event: string; readonly object: string; readonly qualifier: string }[];
  readonly objectObjects: readonly { readonly from: string; readonly to: string; readonly qualifier: string }[];
  /** Second uses of an id, unreadable times, relations to events and objects that are not there: left out, and told. */
  readonly refused: readonly OcelRefusal[];
};

export type ReadOcelOptions = {
  /** IANA zone of times without an offset; UTC when absent. */
  readonly timezone?: string;
};

type Text = { readonly name: string; readonly value: string };

export type OcelBuilder = {
  readonly addType: (of: "object" | "event", type: OcelType) => void;
  readonly addObject: (object: { id: string; type: string; attributes: readonly (Text & { readonly time: string })[] }) => void;
  readonly addEvent: (event: { id: string; type: string; time: string; attributes: readonly Text[] }) => void;
  readonly relateEvent: (event: string, object: string, qualifier: string) => void;
  readonly relateObjects: (from: string, to: string, qualifier: string) => void;
  readonly end: () => ObjectCentricLog;
};

/** Gathers a log in whatever order a format tells it, and holds its references to what is there in the end. */
export function ocelBuilder({ timezone = "UTC" }: ReadOcelOptions): OcelBuilder {
  const clock = zoneClock(timezone);
  const types = { object: new Map<string, OcelType>(), event: new Map<string, OcelType>() };
  const objects = new Map<string, OcelObject>();
  const events = new Map<string, OcelEvent>();
  const eventObjects: { event: string; object: string; qualifier: string }[] = [];
  const objectObjects: { from: string; to: string; qualifier: string }[] = [];
  const refused: OcelRefusal[] = [];
  const refuse = (place: string, reason: string): void => void refused.push({ place, reason });
  const millis = (text: string): number | null => {
    const time = readIsoTime(text.trim());
    if (time === null) return null;
    return time.offset === null ? clock(time.millis) : time.millis - time.offset;
  };
  const typed = (of: "object" | "event", id: string, type: string): boolean => {
    if (types[of].has(type)) return true;
    refuse(`${of} "${id}"`, `its type "${type}" is not declared`);
    return false;
  };
  return {
    addType: (of, type) => {
      if (types[of].has(type.name)) refuse(`${of} type "${type.name}"`, "it is declared twice; the first counts");
      else types[of].set(type.name, type);
    },
    addObject: ({ id, type, attributes }) => {
      const place = `object "${id}"`;
      if (id === "") return refuse("an object", "it has no id");
      if (objects.has(id)) return refuse(place, "its id is used twice; the first counts");
      if (!typed("object", id, type)) return;
      const read = attributes.flatMap(({ name, value, time }) => {
        const at = time === "" ? 0 : millis(time);
        if (at === null) refuse(place, `"${time}", the time of "${name}", is no ISO 8601 time`);
        return at === null ? [] : [{ name, time: at, value }];
      });
      objects.set(id, { id, type, attributes: read });
    },
    addEvent: ({ id, type, time, attributes }) => {
      const place = `event "${id}"`;
      if (id === "") return refuse("an event", "it has no id");
      if (events.has(id)) return refuse(place, "its id is used twice; the first counts");
      if (!typed("event", id, type)) return;
      const at = millis(time);
      if (at === null) return refuse(place, `its time "${time}" is no ISO 8601 time`);
      events.set(id, { id, type, time: at, attributes: attributes.map(({ name, value }) => ({ name, value })) });
    },
    relateEvent: (event, object, qualifier) => void eventObjects.push({ event, object, qualifier }),
    relateObjects: (from, to, qualifier) => void objectObjects.push({ from, to, qualifier }),
    end: () => {
      const known = (place: string, of: "object" | "event", id: string): boolean => {
        if ((of === "object" ? objects : events).has(id)) return true;
        refuse(place, `it names the ${of} "${id}", which is not there`);
        return false;
      };
      return {
        objectTypes: [...types.object.values()],
        eventTypes: [...types.event.values()],
        objects: [...objects.values()],
        events: [...events.values()],
        eventObjects: eventObjects.filter(({ event, object }) => {
          return known(`relation to object "${object}"`, "event", event) && known(`event "${event}"`, "object", object);
        }),
        objectObjects: objectObjects.filter(({ from, to }) => {
          return known(`relation to object "${to}"`, "object", from) && known(`object "${from}"`, "object", to);
        }),
        refused,
      };
    },
  };
}
