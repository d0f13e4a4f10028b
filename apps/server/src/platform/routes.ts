import { z } from "zod";
import type { Operation } from "./operation.ts";
import { pathNames } from "./operation.ts";
import { Problem } from "./errors.ts";

export const API = "/api/v1";

/** Routes that are not operations: signing in, health, the description of the API. A test holds the server to this list. */
export const PLATFORM_ROUTES = [
  ["GET", "/livez"],
  ["GET", "/readyz"],
  ["GET", "/healthz"],
  ["GET", "/version"],
  ["GET", "/metrics"],
  ["GET", "/api/openapi.json"],
  ["GET", `${API}/me`],
  ["POST", `${API}/setup`],
  ["POST", `${API}/join`],
  ["POST", "/api/auth/sign-in/email"],
  ["POST", "/api/auth/sign-out"],
] as const;

/** OpenAPI 3.1 from the operation table. */
export function openApi(operations: readonly Operation[], version: string): object {
  const paths: Record<string, Record<string, unknown>> = {};
  const schemas: Record<string, unknown> = {};
  const schema = (type: z.ZodType, io: "input" | "output") => {
    const text = JSON.stringify(z.toJSONSchema(type, { io, unrepresentable: "any" })).replaceAll("#/$defs/", "#/components/schemas/");
    const { $schema: _dialect, $defs: defs, ...rest } = JSON.parse(text) as Record<string, unknown>;
    for (const [id, value] of Object.entries((defs ?? {}) as Record<string, unknown>)) schemas[id] = value;
    return rest;
  };
  const problem = schema(Problem, "output"); // a reference: it has a name
  for (const op of operations) {
    const input = schema(op.input, "input");
    const properties = (input["properties"] ?? {}) as Record<string, unknown>;
    const required = new Set((input["required"] ?? []) as string[]);
    const inPath = pathNames(op.path);
    const inQuery = op.method === "GET" || op.method === "DELETE" ? Object.keys(properties).filter((name) => !inPath.includes(name)) : [];
    const inBody = op.method === "GET" || op.method === "DELETE" ? [] : Object.keys(properties).filter((name) => !inPath.includes(name));
    const body =
      op.carrier === "upload"
        ? {
            "multipart/form-data": {
              schema: { type: "object", properties: { file: { type: "string", format: "binary" } }, required: ["file"] },
            },
          }
        : op.carrier === "raw"
          ? Object.fromEntries((op.types ?? ["application/json"]).map((type) => [type, { schema: input }]))
          : inBody.length > 0
            ? {
                "application/json": {
                  schema: { type: "object", properties: pick(properties, inBody), required: inBody.filter((name) => required.has(name)) },
                },
              }
            : null;
    const ok =
      op.carrier === "download"
        ? Object.fromEntries((op.files ?? ["text/csv"]).map((type) => [type, { schema: fileSchema(type) }]))
        : { "application/json": { schema: schema(op.output, "output") } };
    paths[API + op.path] = {
      ...paths[API + op.path],
      [op.method.toLowerCase()]: {
        operationId: op.name,
        summary: op.summary,
        tags: [op.name.split(".")[0]],
        "x-permission": op.permission,
        "x-kind": op.kind,
        parameters: [
          ...inPath.map((name) => ({ name, in: "path", required: true, schema: properties[name] ?? { type: "string" } })),
          ...inQuery.map((name) => ({ name, in: "query", required: required.has(name), schema: properties[name] })),
          ...(op.carrier === "raw" ? [{ name: "source", in: "query", required: false, schema: { type: "string" } }] : []),
          { name: "world", in: "query", required: false, schema: { type: "string", enum: ["own", "sample", "preview"] } },
        ],
        ...(body === null ? {} : { requestBody: { required: true, content: body } }),
        responses: {
          200: { description: "done", content: ok },
          default: {
            description: "problem",
            content: { "application/problem+json": { schema: problem } },
          },
        },
      },
    };
  }
  return {
    openapi: "3.1.0",
    info: { title: "Counterseat", version, license: { name: "Apache-2.0", identifier: "Apache-2.0" } },
    paths,
    components: { schemas },
  };
}

/** A file of JSON is described as what it reads as (OpenAPI 3.1, media types), any other as its text. */
function fileSchema(type: string): { type: "object" | "string" } {
  return { type: type === "application/json" ? "object" : "string" };
}

function pick(from: Record<string, unknown>, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(names.map((name) => [name, from[name]]));
}
