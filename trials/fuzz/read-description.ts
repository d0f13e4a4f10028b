/** JSON Schema as the description of the interface writes it. */
export type Schema = Readonly<Record<string, unknown>>;

export interface Described {
  readonly id: string;
  readonly group: string;
  readonly permission: string;
  readonly method: string;
  /** With `{name}` where the path is filled. */
  readonly path: string;
  readonly parameters: readonly {
    readonly name: string;
    readonly in: "path" | "query";
    readonly required: boolean;
    readonly schema: Schema;
  }[];
  /** By content type. */
  readonly body: Readonly<Record<string, Schema>>;
  /** Of the answer that says it is done, by content type. */
  readonly answer: Readonly<Record<string, Schema>>;
}
export interface Description {
  readonly operations: readonly Described[];
  /** `#/components/schemas/Name` → schema. */
  readonly schemas: Readonly<Record<string, Schema>>;
}

interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, OpenApiOperation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}
interface OpenApiOperation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly "x-permission": string;
  readonly parameters: Described["parameters"];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, { readonly schema: Schema }>> }>>;
}

/** The operations a running server describes at /api/openapi.json. */
export function readDescription(text: string): Description {
  const found = JSON.parse(text) as OpenApi; // the shape is held by the server's own tests of its description
  const operations = Object.entries(found.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]): Described => {
      const bare = (content: Readonly<Record<string, { readonly schema: Schema }>> | undefined) =>
        Object.fromEntries(Object.entries(content ?? {}).map(([type, { schema }]) => [type, schema]));
      return {
        id: operation.operationId,
        group: operation.tags[0] ?? "",
        permission: operation["x-permission"],
        method: method.toUpperCase(),
        path,
        parameters: operation.parameters,
        body: bare(operation.requestBody?.content),
        answer: bare(operation.responses["200"]?.content),
      };
    }),
  );
  if (operations.length === 0) throw new Error("the server describes no operation");
  return { operations, schemas: found.components.schemas };
}

/** The schema a `$ref` points at, else the schema itself. Throws when it leads nowhere, or back to where it began. */
export function resolved(schema: Schema, description: Pick<Description, "schemas">): Schema {
  const met = new Set<string>();
  let found = schema;
  for (let reference = found["$ref"]; typeof reference === "string"; reference = found["$ref"]) {
    const named = description.schemas[reference.replace("#/components/schemas/", "")];
    if (named === undefined) throw new Error(`${reference} is described nowhere`);
    if (met.has(reference)) throw new Error(`${reference} is described by itself only`);
    met.add(reference);
    found = named;
  }
  return found;
}
