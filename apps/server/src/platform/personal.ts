import { createHmac } from "node:crypto";
import { z } from "zod";

/** How a personal field looks to somebody without `pii:read`. */
type Kind = "id" | "text";

const marked = z.registry<{ personal: Kind }>();

/**
 * Marks a field as personal: it leaves unmasked only to who has `pii:read`. An `id` becomes a pseudonym that is the same
 * for the same person in one installation, so that rows can still be told apart and counted; a `text` is left out.
 */
export function personal<T extends z.ZodType>(schema: T, kind: Kind = "text"): T {
  const copy = schema.meta({ ...schema.meta(), personal: kind });
  marked.add(copy, { personal: kind });
  return copy;
}

export const MASKED = "•••";

/** True when somewhere in a schema a personal field is declared. */
export function holdsPersonal(schema: z.ZodType): boolean {
  return walk(schema, new Set());
}

function walk(schema: z.ZodType, seen: Set<z.ZodType>): boolean {
  if (seen.has(schema)) return false;
  seen.add(schema);
  if (marked.get(schema) !== undefined) return true;
  return inside(schema).some((one) => walk(one, seen));
}

function inside(schema: z.ZodType): z.ZodType[] {
  if (schema instanceof z.ZodObject) return Object.values(schema.shape as Record<string, z.ZodType>);
  if (schema instanceof z.ZodArray) return [schema.element as z.ZodType];
  if (schema instanceof z.ZodRecord) return [schema.valueType as z.ZodType];
  if (schema instanceof z.ZodNullable || schema instanceof z.ZodOptional || schema instanceof z.ZodDefault)
    return [schema.unwrap() as z.ZodType];
  if (schema instanceof z.ZodUnion) return schema.options as z.ZodType[];
  return [];
}

/** The same value with its personal fields masked, by the schema it was checked against. */
export function mask(schema: z.ZodType, value: unknown, secret: string): unknown {
  const kind = marked.get(schema)?.personal;
  if (kind !== undefined) return masked(kind, value, secret);
  if (value === null || value === undefined) return value;
  if (schema instanceof z.ZodObject && typeof value === "object") {
    const shape = schema.shape as Record<string, z.ZodType>;
    return Object.fromEntries(
      Object.entries(value).map(([name, one]) => [name, shape[name] === undefined ? one : mask(shape[name], one, secret)]),
    );
  }
  if (schema instanceof z.ZodArray && Array.isArray(value)) return value.map((one) => mask(schema.element as z.ZodType, one, secret));
  if (schema instanceof z.ZodRecord && typeof value === "object")
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, mask(schema.valueType as z.ZodType, one, secret)]));
  if (schema instanceof z.ZodNullable || schema instanceof z.ZodOptional || schema instanceof z.ZodDefault)
    return mask(schema.unwrap() as z.ZodType, value, secret);
  // Of a union every alternative that declares something personal is masked: better too much than too little.
  if (schema instanceof z.ZodUnion)
    return (schema.options as z.ZodType[]).reduce<unknown>(
      (one, option) => (option.safeParse(one).success ? mask(option, one, secret) : one),
      value,
    );
  return value;
}

/** The same for the same person in one installation, and nothing to anybody else. */
export function pseudonym(id: string, secret: string): string {
  return `person-${createHmac("sha256", secret).update(id).digest("hex").slice(0, 12)}`;
}

function masked(kind: Kind, value: unknown, secret: string): unknown {
  if (value === null || value === undefined) return value;
  if (typeof value === "string") return kind === "id" ? pseudonym(value, secret) : MASKED;
  if (Array.isArray(value)) return value.map((one) => masked(kind, one, secret));
  if (typeof value === "object")
    return Object.fromEntries(Object.keys(value).map((name) => [name, masked(kind, (value as Record<string, unknown>)[name], secret)]));
  return value;
}
