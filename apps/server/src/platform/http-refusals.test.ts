import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestServer, type TestServer } from "../test-server.ts";
import { Problem } from "./errors.ts";
import { API } from "./routes.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
}, 60_000);
afterAll(() => server.close());

test.each([
  ["an address that cannot be decoded", "DELETE", `${API}/account/sessions/%`, undefined, 400],
  ["a name longer than any", "GET", `${API}/customers/${"x".repeat(700)}/timeline`, undefined, 414],
  ["a zero character in the address", "DELETE", `${API}/company/units/%00`, undefined, 400],
  ["a zero character in the body", "PUT", `${API}/company/units/a`, { entry: { label: "a\0b" } }, 400],
  ["a body nested deeper than any stack", "PUT", `${API}/company/units/a`, '{"a":'.repeat(300_000) + "1" + "}".repeat(300_000), 400],
  [
    "a sign-in nested deeper than any stack",
    "POST",
    "/api/auth/sign-in/email",
    `{"token":${"[".repeat(300_000)}${"]".repeat(300_000)}}`,
    400,
  ],
  ["half a character", "PUT", `${API}/company/units/a`, { entry: { name: "a\ud800" } }, 400],
  [
    "an owner whose id no list could hold",
    "POST",
    `${API}/actions`,
    { cell: { stage: "install" }, ownerId: "Ann B", ownerName: "Ann B", title: "t", goalLine: 5, dueOn: "2999-01-01" },
    400,
  ],
  [
    "an entry nested deeper than any stack",
    "PUT",
    `${API}/company/units/a`,
    `{"entry":{"label":${"[".repeat(300_000)}${"]".repeat(300_000)}}}`,
    400,
  ],
] as const)("%s is refused as a problem", async (_what, method, path, body, status) => {
  const json = { "content-type": "application/json" };
  const answer = await server.ask(
    method,
    path,
    typeof body === "string" ? { body: Buffer.from(body), headers: json } : body ? { body } : {},
  );
  expect([answer.status, String(answer.headers["content-type"]).split(";")[0]]).toEqual([status, "application/problem+json"]);
  expect(Problem.parse(answer.body).detail).not.toBe("");
});

test.each(['--edge\r\ncontent-disposition: form-data; name="file";', "no form at all"])("a broken form is refused: %s", async (text) => {
  const answer = await server.ask("POST", `${API}/uploads`, {
    headers: { "content-type": "multipart/form-data; boundary=edge" },
    body: Buffer.from(text),
  });
  expect([answer.status, answer.body["code"]]).toEqual([400, "invalid"]);
});
