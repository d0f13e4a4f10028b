import fc from "fast-check";
import { hostileJson, hostileText, place } from "./hostile-text.ts";
import { type Description, resolved, type Schema } from "./read-description.ts";

/** Whether a value is drawn as described, or with some of its parts broken. */
export type Mood = "fitting" | "hostile";

interface Drawing {
  readonly description: Pick<Description, "schemas">;
  /** Group of the operation: values are taken from answers of its own kind first. */
  readonly group: string;
  readonly mood: Mood;
}

/** JSON text for a schema. As text, since two keys of one name, numbers beyond a double and broken JSON exist only there. */
export function drawJson(schema: Schema, drawing: Drawing, name = "value"): fc.Arbitrary<string> {
  const fitting = fit(resolved(schema, drawing.description), drawing, name);
  if (drawing.mood === "fitting") return fitting;
  return fc.oneof({ weight: 3, arbitrary: fitting }, { weight: 1, arbitrary: hostileJson() });
}

function fit(schema: Schema, drawing: Drawing, name: string): fc.Arbitrary<string> {
  const options = (schema["anyOf"] ?? schema["oneOf"]) as readonly Schema[] | undefined;
  if (options !== undefined) return fc.oneof(...options.map((option) => drawJson(option, drawing, name)));
  const all = schema["allOf"] as readonly Schema[] | undefined;
  if (all?.[0] !== undefined) return drawJson(all[0], drawing, name);
  if (Array.isArray(schema["enum"])) return fc.constantFrom(...schema["enum"].map((value) => JSON.stringify(value)));
  if ("const" in schema) return fc.constant(JSON.stringify(schema["const"]));
  const type = Array.isArray(schema["type"]) ? String(schema["type"][0]) : String(schema["type"] ?? "");
  switch (type) {
    case "string":
      return text(schema, drawing, name).map((value) => JSON.stringify(value));
    case "integer":
      return fc.integer(whole(range(schema, 1))).map(String);
    case "number":
      return fc.oneof(fc.integer(whole(range(schema, 0))).map(String), fc.double({ ...range(schema, 0), noNaN: true }).map(String));
    case "boolean":
      return fc.constantFrom("true", "false");
    case "null":
      return fc.constant("null");
    case "array":
      return array(schema, drawing, name);
    case "object":
      return object(schema, drawing);
    default: // described as anything: what an earlier answer held of this kind, or whatever
      return fc.oneof(
        place(`${drawing.group}.${name}`).map((value) => JSON.stringify(value)),
        fc.jsonValue({ maxDepth: 2 }).map((value) => JSON.stringify(value)),
      );
  }
}

function array(schema: Schema, drawing: Drawing, name: string): fc.Arbitrary<string> {
  const fixed = schema["prefixItems"] as readonly Schema[] | undefined;
  if (fixed !== undefined) return fc.tuple(...fixed.map((one) => drawJson(one, drawing, name))).map((items) => `[${items.join(",")}]`);
  const item = drawJson((schema["items"] ?? {}) as Schema, drawing, name);
  const minLength = Number(schema["minItems"] ?? 0);
  const maxLength = Math.min(Number(schema["maxItems"] ?? 4), 4);
  const few = fc.array(item, { minLength: Math.min(minLength, maxLength), maxLength });
  return few.map((items) => `[${items.join(",")}]`);
}

/** Described nowhere, yet sent: keys that reach into what every object inherits, and ones no schema knows. */
const STRANGE_KEYS = ["__proto__", "constructor", "prototype", "id", "world", "unknown", "", "a.b", "$where", "~big(500)"] as const;

function object(schema: Schema, drawing: Drawing): fc.Arbitrary<string> {
  const properties = Object.entries((schema["properties"] ?? {}) as Readonly<Record<string, Schema>>);
  const required = new Set((schema["required"] ?? []) as readonly string[]);
  const others = schema["additionalProperties"];
  const open = properties.length === 0 || (typeof others === "object" && others !== null);
  const free = open ? freeEntries(drawing, (others ?? {}) as Schema) : fc.constant<Entry[]>([]);
  const sound = properties.map(([name, one]) => entry(name, one, { ...drawing, mood: "fitting" }, required.has(name)));
  if (drawing.mood === "fitting") return fc.tuple(fc.tuple(...sound), free).map(([known, more]) => written([...known.flat(), ...more]));
  const broken = properties.map(([name, one]) => brokenEntry(name, one, drawing));
  // Mostly one thing is wrong, so that what stands behind the first refusal is reached too.
  const wrong = fc.oneof(
    { weight: 3, arbitrary: fc.nat({ max: Math.max(0, properties.length - 1) }).map((at) => [at]) },
    { weight: 1, arbitrary: fc.subarray([...properties.keys()]) },
  );
  return fc.tuple(fc.tuple(...sound), fc.tuple(...broken), wrong, free, strangeEntry()).map(([known, instead, at, more, strange]) => {
    const entries = known.map((one, index) => (at.includes(index) ? (instead[index] ?? one) : one));
    return written([...entries.flat(), ...more, ...strange]);
  });
}

type Entry = readonly [name: string, value: string];

function written(entries: readonly Entry[]): string {
  return `{${entries.map(([name, value]) => (name === SPREAD ? value : `${JSON.stringify(name)}:${value}`)).join(",")}}`;
}

function entry(name: string, schema: Schema, drawing: Drawing, required: boolean): fc.Arbitrary<Entry[]> {
  const there = drawJson(schema, drawing, name).map((value): Entry[] => [[name, value]]);
  return required ? there : fc.oneof({ weight: 1, arbitrary: fc.constant<Entry[]>([]) }, { weight: 2, arbitrary: there });
}

/** Missing, another value, wrong deeper inside, or there twice. */
function brokenEntry(name: string, schema: Schema, drawing: Drawing): fc.Arbitrary<Entry[]> {
  const inside = fit(resolved(schema, drawing.description), drawing, name);
  return fc.oneof(
    { weight: 1, arbitrary: fc.constant<Entry[]>([]) },
    { weight: 5, arbitrary: hostileJson().map((value): Entry[] => [[name, value]]) },
    { weight: 2, arbitrary: inside.map((value): Entry[] => [[name, value]]) },
    {
      weight: 1,
      arbitrary: fc.tuple(inside, hostileJson()).map(([first, again]): Entry[] => [
        [name, first],
        [name, again],
      ]),
    },
  );
}

function strangeEntry(): fc.Arbitrary<Entry[]> {
  const strange = fc.tuple(fc.oneof(fc.constantFrom(...STRANGE_KEYS), hostileText()), hostileJson()).map((pair): Entry[] => [pair]);
  return fc.oneof({ weight: 6, arbitrary: fc.constant<Entry[]>([]) }, { weight: 1, arbitrary: strange });
}

const SPREAD = "…";
/** Of an object whose keys are not described: the entries of one that an answer showed, with some of them replaced. */
function freeEntries(drawing: Drawing, others: Schema): fc.Arbitrary<Entry[]> {
  const spread = fc.nat({ max: 40 }).map((n): Entry[] => [[SPREAD, `~spread(${drawing.group}_${n})`]]);
  const value = drawing.mood === "hostile" ? fc.oneof(drawJson(others, drawing), hostileJson()) : drawJson(others, drawing);
  const own = fc.array(fc.tuple(fc.oneof(fc.constantFrom(...USUAL_KEYS), hostileText()), value), { maxLength: 3 });
  return fc.oneof(
    spread,
    own,
    fc.tuple(spread, own).map(([first, second]) => [...first, ...second]),
  );
}
const USUAL_KEYS = [
  "label",
  "name",
  "order",
  "ownerId",
  "unitId",
  "stageId",
  "from",
  "text",
  "customer",
  "time",
  "case",
  "activity",
  "score",
] as const;

function range(schema: Schema, step: 0 | 1): { min: number; max: number } {
  const least = Number(schema["minimum"] ?? (schema["exclusiveMinimum"] === undefined ? -1000 : Number(schema["exclusiveMinimum"]) + step));
  const most = Number(schema["maximum"] ?? (schema["exclusiveMaximum"] === undefined ? 1000 : Number(schema["exclusiveMaximum"]) - step));
  const min = Math.max(Math.min(least, most), -2_147_483_648);
  return { min, max: Math.max(min, Math.min(most, 2_147_483_647)) };
}

function whole({ min, max }: { min: number; max: number }): { min: number; max: number } {
  const least = Math.ceil(min);
  return { min: least, max: Math.max(least, Math.floor(max)) };
}

const DAYS = ["2024-02-29", "2025-03-30", "2026-01-01", "2026-06-15", "2026-12-31"] as const;
const WORDS = ["a", "buy", "use", "shop", "families", "UTC", "Europe/Berlin", "EUR", "dmy", "1", "Größe", "名前"] as const;

/** Few lengths, each built once: fast-check works out every character of a unit when it is asked for one. */
const words = new Map<string, fc.Arbitrary<string>>();
function word(minLength: number, maxLength: number): fc.Arbitrary<string> {
  const name = `${minLength} ${maxLength}`;
  const known = words.get(name) ?? fc.string({ unit: "grapheme", minLength, maxLength });
  words.set(name, known);
  return known;
}

function text(schema: Schema, drawing: Drawing, name: string): fc.Arbitrary<string> {
  switch (schema["format"]) {
    case "date":
      return fc.constantFrom(...DAYS);
    case "date-time":
      return fc.constantFrom(...DAYS).map((day) => `${day}T08:00:00Z`);
    case "uuid":
      return fc.oneof(place(`${drawing.group}.${name}`), fc.uuid());
    case "email":
      return fc.nat({ max: 30 }).map((n) => `person${n}@example.org`);
    case "uri":
      return fc.constantFrom("http://127.0.0.1:1/a.csv", "http://[::1]/", "https://localhost/x");
    default:
  }
  const known = place(`${drawing.group}.${name}`);
  if (typeof schema["pattern"] === "string") return fc.oneof(known, fc.stringMatching(new RegExp(schema["pattern"])));
  const minLength = Number(schema["minLength"] ?? 0);
  const maxLength = Math.max(minLength, Math.min(Number(schema["maxLength"] ?? 40), 40));
  return fc.oneof(
    { weight: 4, arbitrary: known },
    { weight: 2, arbitrary: fc.constantFrom(...WORDS) },
    { weight: 1, arbitrary: word(minLength, maxLength) },
  );
}
