import { describe, expect, it } from "vitest";
import { curlOf, operationsOf, typeOf, type Description } from "./read-description.ts";

const schemas = {
  CellKey: {
    type: "object",
    properties: { stage: { type: "string" }, channel: { anyOf: [{ type: "string" }, { type: "null" }] } },
    required: ["stage"],
  },
  Action: { type: "object", properties: { id: { type: "string" }, late: { type: "boolean" } }, required: ["id"] },
} as const;
const description: Description = {
  components: { schemas },
  paths: {
    "/api/v1/uploads": {
      post: {
        operationId: "customer.upload",
        tags: ["customer"],
        "x-permission": "customer:write",
        requestBody: {
          content: { "multipart/form-data": { schema: { type: "object", properties: { file: { type: "string" } }, required: ["file"] } } },
        },
        responses: { 200: { content: { "application/json": {} } } },
      },
    },
    "/api/v1/actions/{id}": {
      patch: {
        operationId: "accountability.updateAction",
        summary: "It's changed",
        tags: ["accountability"],
        "x-permission": "accountability:write",
        parameters: [
          { name: "id", in: "path", required: true, schema: { type: "string" } },
          { name: "world", in: "query", schema: { type: "string", enum: ["own", "sample"] } },
          { name: "as", in: "query", required: true, schema: { type: "string", enum: ["a b", "c"] } },
        ],
        requestBody: {
          content: {
            "application/json": {
              schema: {
                type: "object",
                properties: {
                  cell: { $ref: "#/components/schemas/CellKey" },
                  title: { type: "string", description: "what's to do" },
                  dueOn: { type: "string", format: "date" },
                  note: { type: "string", default: "" },
                  goalLine: { type: "number", default: 5 },
                },
                required: ["cell", "dueOn"],
              },
            },
          },
        },
        responses: { 200: { content: { "application/json": { schema: { $ref: "#/components/schemas/Action" } } } } },
      },
    },
  },
};

describe("the description of the interface", () => {
  const [update, upload] = operationsOf(description);

  it("is read operation by operation, by slice and address, references followed", () => {
    expect(operationsOf(description).map((each) => each.name)).toEqual(["accountability.updateAction", "customer.upload"]);
    expect(update).toMatchObject({
      method: "PATCH",
      permission: "accountability:write",
      sends: "application/json",
      gives: "application/json",
    });
    expect(update?.fields.map(({ name, where, type, required, what }) => [name, where, type, required, what])).toEqual([
      ["id", "path", "text", true, ""],
      ["world", "query", "own | sample", false, ""],
      ["as", "query", "a b | c", true, ""],
      ["cell", "body", "CellKey", true, ""],
      ["title", "body", "text", false, "what's to do"],
      ["dueOn", "body", "date", true, ""],
      ["note", "body", "text", false, ""],
      ["goalLine", "body", "number", false, "default 5"],
    ]);
    expect(update?.answer.map(({ name, type, required }) => [name, type, required])).toEqual([
      ["id", "text", true],
      ["late", "boolean", false],
    ]);
  });

  it("becomes a call to copy, with what is required and nothing else", () => {
    if (update === undefined || upload === undefined) throw new Error("two operations were described");
    expect(curlOf(update, "https://seat.example", schemas).split(" \\\n  ")).toEqual([
      "curl -X PATCH 'https://seat.example/api/v1/actions/ID?as=a%20b'",
      '-H "Authorization: Bearer $KEY"',
      "-H 'Content-Type: application/json'",
      `-d '{"cell":{"stage":"…"},"dueOn":"2026-12-31"}'`,
    ]);
    expect(curlOf(upload, "http://127.0.0.1:4400", schemas)).toContain("-F file=@FILE");
  });

  it("says a type in one line", () => {
    expect(typeOf({ type: "array", items: { $ref: "#/components/schemas/Action" } })).toBe("list of Action");
    expect(typeOf({ anyOf: [{ type: "string", format: "date" }, { type: "null" }] })).toBe("date | null");
    expect(typeOf({ const: "x" })).toBe('"x"');
    expect(typeOf({})).toBe("anything");
  });
});
