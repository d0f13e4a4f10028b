/** A JSON Schema as far as this page reads it. */
export type Schema = {
  $ref?: string;
  type?: string | readonly string[];
  format?: string;
  enum?: readonly unknown[];
  const?: unknown;
  default?: unknown;
  description?: string;
  properties?: Readonly<Record<string, Schema>>;
  required?: readonly string[];
  items?: Schema;
  anyOf?: readonly Schema[];
  oneOf?: readonly Schema[];
  allOf?: readonly Schema[];
  additionalProperties?: Schema | boolean;
};
type Parameter = { name: string; in: "path" | "query"; required?: boolean; schema?: Schema };
type Content = Readonly<Record<string, { schema?: Schema }>>;
type Described = {
  operationId: string;
  summary?: string;
  tags?: readonly string[];
  "x-permission"?: string;
  parameters?: readonly Parameter[];
  requestBody?: { content: Content };
  responses: Readonly<Record<string, { content?: Content }>>;
};
/** OpenAPI 3.1 as this server writes it (`/api/openapi.json`). */
export type Description = {
  paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
  components?: { schemas?: Readonly<Record<string, Schema>> };
};

export type Field = { name: string; where: "path" | "query" | "body"; type: string; required: boolean; what: string; schema: Schema };
export type ApiOperation = {
  name: string;
  slice: string;
  method: string;
  path: string;
  summary: string;
  permission: string;
  fields: Field[];
  /** What comes back, one level deep; empty for a file. */
  answer: Omit<Field, "where" | "schema">[];
  /** Content type of the body; null without one. */
  sends: string | null;
  gives: string;
};

/** Every operation of the description, by slice and address. */
export function operationsOf(description: Description): ApiOperation[] {
  const schemas = description.components?.schemas ?? {};
  return Object.entries(description.paths)
    .flatMap(([path, methods]) => Object.entries(methods).map(([method, described]) => operationOf({ path, method, described, schemas })))
    .sort(
      (one, other) => one.slice.localeCompare(other.slice) || one.path.localeCompare(other.path) || one.method.localeCompare(other.method),
    );
}

type Schemas = Readonly<Record<string, Schema>>;
type Given = { path: string; method: string; described: Described; schemas: Schemas };

function operationOf({ path, method, described, schemas }: Given): ApiOperation {
  const [sends, body] = Object.entries(described.requestBody?.content ?? {})[0] ?? [null, null];
  const [gives, answer] = Object.entries(described.responses["200"]?.content ?? {})[0] ?? ["", null];
  const parameters = (described.parameters ?? []).map((parameter): Field => ({
    ...fieldOf(parameter.name, parameter.schema ?? {}, parameter.required === true),
    where: parameter.in,
    schema: parameter.schema ?? {},
  }));
  const inBody = propertiesOf(body?.schema ?? {}, schemas).map(({ name, schema, required }): Field => ({
    ...fieldOf(name, schema, required),
    where: "body",
    schema,
  }));
  return {
    name: described.operationId,
    slice: described.tags?.[0] ?? described.operationId.split(".")[0] ?? "",
    method: method.toUpperCase(),
    path,
    summary: described.summary ?? "",
    permission: described["x-permission"] ?? "",
    fields: [...parameters, ...inBody],
    answer: propertiesOf(answer?.schema ?? {}, schemas).map(({ name, schema, required }) => fieldOf(name, schema, required)),
    sends,
    gives,
  };
}

function fieldOf(name: string, schema: Schema, required: boolean) {
  const given = schema.default === undefined || schema.default === "" ? "" : `default ${JSON.stringify(schema.default)}`;
  return {
    name,
    type: typeOf(schema),
    required,
    what: [schema.description, given].filter((part) => part !== undefined && part !== "").join("; "),
  };
}

function propertiesOf(schema: Schema, schemas: Schemas): { name: string; schema: Schema; required: boolean }[] {
  const found = named(schema, schemas);
  if (found.properties !== undefined)
    return Object.entries(found.properties).map(([name, each]) => ({
      name,
      schema: each,
      required: found.required?.includes(name) ?? false,
    }));
  const parts = found.allOf ?? found.anyOf ?? found.oneOf ?? [];
  const seen = new Map(parts.flatMap((part) => propertiesOf(part, schemas)).map((each) => [each.name, each]));
  return [...seen.values()];
}

function named(schema: Schema, schemas: Schemas): Schema {
  const name = schema.$ref?.split("/").at(-1);
  return name === undefined ? schema : (schemas[name] ?? {});
}

/** "text", "list of Action", "month | quarter | year": a type in one line. */
export function typeOf(schema: Schema): string {
  if (schema.$ref !== undefined) return schema.$ref.split("/").at(-1) ?? "";
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum !== undefined) return schema.enum.map(String).join(" | ");
  const parts = schema.anyOf ?? schema.oneOf;
  if (parts !== undefined) return [...new Set(parts.map(typeOf))].join(" | ");
  if (schema.allOf !== undefined) return schema.allOf.map(typeOf).join(" & ");
  if (schema.type === "array") return `list of ${typeOf(schema.items ?? {})}`;
  if (schema.type === "object") return "object";
  if (schema.type === "string") return schema.format ?? "text";
  const type = Array.isArray(schema.type) ? schema.type.join(" | ") : schema.type;
  return typeof type === "string" ? type : "anything";
}

/** A value of the right kind, to be written over. */
export function exampleOf(schema: Schema, schemas: Schemas, depth = 0): unknown {
  const found = named(schema, schemas);
  if (found.const !== undefined) return found.const;
  if (found.enum !== undefined) return found.enum[0];
  const part = found.anyOf?.[0] ?? found.oneOf?.[0];
  if (part !== undefined) return exampleOf(part, schemas, depth);
  const type = Array.isArray(found.type) ? (found.type as readonly string[])[0] : found.type;
  if (type === "number" || type === "integer") return 1;
  if (type === "boolean") return true;
  if (type === "array") return depth > 2 ? [] : [exampleOf(found.items ?? {}, schemas, depth + 1)];
  if (found.properties !== undefined) {
    const needed = Object.entries(found.properties).filter(([name]) => found.required?.includes(name));
    return depth > 3 ? {} : Object.fromEntries(needed.map(([name, each]) => [name, exampleOf(each, schemas, depth + 1)]));
  }
  if (found.format === "date") return "2026-12-31";
  if (found.format === "date-time") return "2026-12-31T12:00:00Z";
  return type === "string" ? "…" : {};
}

/** A call to copy into a shell: the address of this server, the key in a variable, required fields with values to write over. */
export function curlOf(operation: ApiOperation, server: string, schemas: Schemas): string {
  const query = operation.fields.filter((field) => field.where === "query" && field.required);
  const address = operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => name.toUpperCase());
  const asked = query.map((field) => `${field.name}=${encodeURIComponent(String(exampleOf(field.schema, schemas)))}`).join("&");
  const method = operation.method === "GET" ? "" : `-X ${operation.method} `;
  const lines = [`curl ${method}${quoted(server + address + (asked === "" ? "" : `?${asked}`))}`, '-H "Authorization: Bearer $KEY"'];
  if (operation.sends === "multipart/form-data") lines.push("-F file=@FILE");
  else if (operation.sends !== null) {
    const body = operation.fields.filter((field) => field.where === "body" && field.required);
    const value = Object.fromEntries(body.map((field) => [field.name, exampleOf(field.schema, schemas)]));
    lines.push(`-H ${quoted(`Content-Type: ${operation.sends}`)}`, `-d ${quoted(JSON.stringify(value))}`);
  }
  return lines.join(" \\\n  ");
}

/** As a shell takes it word for word. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
