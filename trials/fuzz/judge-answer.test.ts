import { describe, expect, it } from "vitest";
import type { Outcome } from "../http/connections.ts";
import { createChecks } from "./check-schema.ts";
import type { Drawn } from "./draw-request.ts";
import { createJudge } from "./judge-answer.ts";

const problem = { type: "object", properties: { status: { type: "integer" }, detail: { type: "string" } }, required: ["status", "detail"] };
const schemas = {
  Problem: problem,
  Tree: {
    type: "object",
    properties: { name: { type: "string", minLength: 1 }, children: { type: "array", items: { $ref: "#/components/schemas/Tree" } } },
    required: ["name"],
  },
  Itself: { $ref: "#/components/schemas/Itself" },
};
const description = {
  schemas,
  operations: [
    {
      id: "house.getTree",
      group: "house",
      permission: "house:read",
      method: "GET",
      path: "/tree",
      parameters: [],
      body: {},
      answer: { "application/json": { $ref: "#/components/schemas/Tree" } },
    },
  ],
};
const drawn: Drawn = { id: "house.getTree", caller: "owner", method: "GET", target: "/tree", headers: [], body: null, times: 1 };
const answered = (status: number, body: string, type = "application/problem+json", more: readonly [string, string][] = []): Outcome => ({
  kind: "answer",
  ms: 1,
  answer: { status, headers: new Map([["content-type", type], ...more]), body: Buffer.from(body) },
});
const refusal = (status: number, detail: string) => answered(status, JSON.stringify({ status, detail }));

describe("a schema's check", () => {
  const check = (schema: Record<string, unknown>, value: unknown) => createChecks(description)(schema)(value, "it");

  it.each([
    [{ type: ["string", "null"] }, null, null],
    [{ type: "integer" }, 1.5, /number where integer/],
    [{ type: "number", minimum: 0, exclusiveMaximum: 1 }, 1, /exclusiveMaximum 1/],
    [{ enum: ["a", 1] }, "1", /none of the 2/],
    [{ anyOf: [{ type: "string" }, { type: "null" }] }, 3, /none of 2 forms/],
    [{ type: "array", items: { type: "string" }, maxItems: 2 }, ["a", "b", "c"], /maxItems 2/],
    [{ type: "array", prefixItems: [{ type: "string" }], items: { type: "number" } }, ["a", "b"], /\[1\]: string/],
    [{ type: "object", additionalProperties: { type: "number" }, propertyNames: { pattern: "^[a-z]$" } }, { a: 1, bb: 2 }, /name/],
    [{ type: "object", properties: { a: {} } }, { a: 1, b: 2 }, /b: not described/],
    [{ type: "string", format: "date-time" }, "2026-01-01", /no date-time/],
    [{ $ref: "#/components/schemas/Tree" }, { name: "a", children: [{ name: "" }] }, /children\[0\]\.name: against minLength/],
    [{ $ref: "#/components/schemas/Tree" }, { name: "a", children: [{ name: "b", children: [] }] }, null],
  ])("%j on %j", (schema, value, expected) => {
    if (expected === null) expect(check(schema, value)).toBeNull();
    else expect(check(schema, value)).toMatch(expected);
  });

  it("refuses words it does not know, and names that lead nowhere or to themselves", () => {
    expect(() => check({ contains: {} }, [])).toThrow(/contains/);
    expect(() => check({ $ref: "#/components/schemas/Nobody" }, 1)).toThrow(/nowhere/);
    expect(() => check({ $ref: "#/components/schemas/Itself" }, 1)).toThrow(/by itself/);
  });
});

describe("the judge", () => {
  const judge = createJudge(description);
  const faultOf = (outcome: Outcome, sent = "") => judge(drawn, outcome, sent).fault;

  it("lets sound answers pass and hands their body on", () => {
    expect(judge(drawn, answered(200, '{"name":"a"}', "application/json; charset=utf-8"), "")).toEqual({
      fault: null,
      shed: false,
      body: { name: "a" },
    });
    expect(faultOf(refusal(404, "There is no such tree."))).toBeNull();
    expect(
      judge(drawn, answered(503, '{"status":503,"detail":"Busy."}', "application/problem+json", [["retry-after", "1"]]), ""),
    ).toMatchObject({ fault: null, shed: true });
  });

  it.each([
    ["5xx", refusal(500, "Something broke.")],
    ["5xx", refusal(503, "Busy, and no word when to come back.")],
    ["hang", { kind: "late", ms: 2000, why: "" } as const],
    ["crash", { kind: "cut", ms: 1, why: "" } as const],
    ["mismatch", { kind: "garbled", ms: 1, why: "" } as const],
    ["mismatch", answered(200, '{"name":1}', "application/json")],
    ["mismatch", answered(200, "{", "application/json")],
    ["mismatch", answered(200, "a", "text/plain")],
    ["mismatch", answered(400, "Bad Request", "text/plain")],
    ["mismatch", answered(400, '{"status":404,"detail":"Other."}')],
    ["mismatch", answered(400, '{"status":400}')],
    ["mismatch", refusal(400, " ")],
    ["mismatch", refusal(400, "Failed at TypeError: x is not a function")],
    ["mismatch", refusal(400, 'Failed query: select "id" from "user" where "id" = $1')],
  ])("finds a %s", (kind, outcome) => {
    expect(faultOf(outcome)?.kind).toBe(kind);
  });

  it("does not take what the request itself said for a look inside", () => {
    expect(faultOf(refusal(400, 'There is no stage "TypeError".'), "stage=TypeError")).toBeNull();
  });
});
