import { type Description, resolved, type Schema } from "./read-description.ts";

/** Where a value does not fit, and how; null when it fits. */
export type Check = (value: unknown, at: string) => string | null;

/** Words that say nothing about what fits. */
const NOTES = new Set(["description", "title", "default", "examples", "deprecated", "id", "personal", "contentEncoding", "readOnly"]);
const FORMATS: Readonly<Record<string, RegExp>> = {
  date: /^\d{4}-\d{2}-\d{2}$/,
  "date-time": /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/,
  uuid: /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i,
  email: /^[^@\s]+@[^@\s]+$/,
  uri: /^[a-z][a-z0-9+.-]*:/i,
};

/**
 * Schemas of JSON Schema 2020-12, as far as the description uses it, turned into functions. Stricter than the standard in one way: an
 * object that lists properties takes no others, since every answer is stripped to its schema before it leaves. A word it does not know
 * is an error, not a pass.
 */
export function createChecks(description: Pick<Description, "schemas">): (schema: Schema) => Check {
  const named = new Map<string, Check>();
  const compiled = new Map<Schema, Check>();

  function compile(schema: Schema): Check {
    const known = compiled.get(schema);
    if (known !== undefined) return known;
    const check = build(schema);
    compiled.set(schema, check);
    return check;
  }

  function byReference(reference: string): Check {
    const known = named.get(reference);
    if (known !== undefined) return known;
    let inside: Check | null = null;
    const check: Check = (value, at) => {
      inside ??= compile(resolved({ $ref: reference }, description));
      return inside(value, at);
    };
    named.set(reference, check);
    return check;
  }

  function build(schema: Schema): Check {
    const parts: Check[] = [];
    for (const [word, said] of Object.entries(schema)) {
      if (NOTES.has(word)) continue;
      const part = partOf(word, said, schema);
      if (part !== null) parts.push(part);
    }
    return (value, at) => {
      for (const part of parts) {
        const found = part(value, at);
        if (found !== null) return found;
      }
      return null;
    };
  }

  function partOf(word: string, said: unknown, schema: Schema): Check | null {
    switch (word) {
      case "$ref":
        return byReference(String(said));
      case "type":
        return typed(said);
      case "enum":
        return among(said as readonly unknown[]);
      case "const":
        return among([said]);
      case "anyOf":
      case "oneOf": {
        const options = (said as readonly Schema[]).map(compile);
        return (value, at) => (options.some((option) => option(value, at) === null) ? null : `${at}: fits none of ${options.length} forms`);
      }
      case "allOf": {
        const all = (said as readonly Schema[]).map(compile);
        return (value, at) => all.reduce<string | null>((found, one) => found ?? one(value, at), null);
      }
      case "properties":
        return propertiesOf(said as Readonly<Record<string, Schema>>, schema);
      case "additionalProperties":
        return schema["properties"] === undefined ? recordOf(said) : null; // else read together with the properties
      case "propertyNames": {
        const names = compile(said as Schema);
        return (value, at) => (isObject(value) ? firstOf(Object.keys(value), (name) => names(name, `${at} (name)`)) : null);
      }
      case "required":
        return (value, at) =>
          isObject(value)
            ? firstOf(said as readonly string[], (name) => (Object.hasOwn(value, name) ? null : `${at}.${name}: missing`))
            : null;
      case "items": {
        if (said === false) return null; // prefixItems says how many there may be
        const item = compile(said as Schema);
        const from = (schema["prefixItems"] as readonly unknown[] | undefined)?.length ?? 0;
        return (value, at) => (Array.isArray(value) ? firstOf(value.slice(from), (one, i) => item(one, `${at}[${from + i}]`)) : null);
      }
      case "prefixItems": {
        const items = (said as readonly Schema[]).map(compile);
        return (value, at) => (Array.isArray(value) ? firstOf(items, (item, i) => item(value[i], `${at}[${i}]`)) : null);
      }
      case "format": {
        const pattern = FORMATS[String(said)];
        if (pattern === undefined) throw new Error(`the description uses the format ${String(said)}, which the checker does not know`);
        return (value, at) => (typeof value !== "string" || pattern.test(value) ? null : `${at}: no ${String(said)}`);
      }
      case "pattern": {
        const pattern = new RegExp(String(said), "u");
        return (value, at) =>
          typeof value !== "string" || pattern.test(value) ? null : `${at}: does not match ${String(said).slice(0, 60)}`;
      }
      default:
        return bound(word, Number(said));
    }
  }

  function propertiesOf(said: Readonly<Record<string, Schema>>, schema: Schema): Check {
    const known = new Map(Object.entries(said).map(([name, one]) => [name, compile(one)]));
    const others = schema["additionalProperties"];
    const rest = typeof others === "object" && others !== null ? compile(others as Schema) : null;
    return (value, at) => {
      if (!isObject(value)) return null;
      for (const [name, one] of Object.entries(value)) {
        const check = known.get(name) ?? rest;
        if (check === null && others !== true) return `${at}.${name}: not described`;
        const found = check?.(one, `${at}.${name}`) ?? null;
        if (found !== null) return found;
      }
      return null;
    };
  }

  function recordOf(said: unknown): Check | null {
    if (typeof said !== "object" || said === null) return null;
    const each = compile(said as Schema);
    return (value, at) => (isObject(value) ? firstOf(Object.entries(value), ([name, one]) => each(one, `${at}.${name}`)) : null);
  }

  return compile;
}

function typed(said: unknown): Check {
  const types = new Set([said].flat().map(String));
  return (value, at) => {
    const type = value === null ? "null" : Array.isArray(value) ? "array" : typeof value;
    if (types.has(type) || (type === "number" && types.has("integer") && Number.isInteger(value))) return null;
    return `${at}: ${type} where ${[...types].join(" or ")} is described`;
  };
}

function among(values: readonly unknown[]): Check {
  const texts = new Set(values.map((value) => JSON.stringify(value)));
  return (value, at) => (texts.has(JSON.stringify(value)) ? null : `${at}: none of the ${texts.size} listed values`);
}

function bound(word: string, limit: number): Check {
  const on = <T>(holds: (value: unknown) => value is T, fits: (value: T) => boolean): Check => {
    return (value, at) => (!holds(value) || fits(value) ? null : `${at}: against ${word} ${limit}`);
  };
  const number = (value: unknown): value is number => typeof value === "number";
  const text = (value: unknown): value is string => typeof value === "string";
  switch (word) {
    case "minimum":
      return on(number, (value) => value >= limit);
    case "maximum":
      return on(number, (value) => value <= limit);
    case "exclusiveMinimum":
      return on(number, (value) => value > limit);
    case "exclusiveMaximum":
      return on(number, (value) => value < limit);
    case "multipleOf":
      return on(number, (value) => Number.isInteger(value / limit));
    case "minLength":
      return on(text, (value) => [...value].length >= limit);
    case "maxLength":
      return on(text, (value) => value.length <= limit);
    case "minItems":
      return on(Array.isArray, (value) => value.length >= limit);
    case "maxItems":
      return on(Array.isArray, (value) => value.length <= limit);
    default:
      throw new Error(`the description uses ${word}, which the checker does not know`);
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function firstOf<T>(all: readonly T[], check: (one: T, index: number) => string | null): string | null {
  for (const [index, one] of all.entries()) {
    const found = check(one, index);
    if (found !== null) return found;
  }
  return null;
}
