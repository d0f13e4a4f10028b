import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestServer, type TestServer } from "../test-server.ts";

/** At `install` 12 of segment a and 6 of segment b wrote, all with a respondent only; at `bill` 7 people answered, at `leave` 2. */
let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  const wrote = (stage: string, segment: string, n: number) =>
    Array.from(
      { length: n },
      (_, i) => `${stage},${segment}${i}@x.example,${segment},${3 + (i % 5)},0-10,${segment} says ${i},2026-05-0${1 + (i % 9)}`,
    );
  const one = Array.from({ length: 12 }, (_, i) => `order,same@x.example,a,5,0-10,the same person ${i},2026-04-${10 + i}`);
  const text = [
    "stage,respondent,segment,score,scale,comment,time",
    ...wrote("install", "a", 12),
    ...wrote("install", "b", 6),
    ...wrote("bill", "a", 7),
    ...wrote("leave", "a", 2),
    ...one,
  ].join("\n");
  const done = await server.importFile({ name: "answers.csv", text, as: "responses", source: "survey" });
  expect(done).toMatchObject({ state: "done", refused: 0 });
});
afterAll(() => server.close());

interface Comments {
  readonly total: number | null;
  readonly hidden: string | null;
  readonly comments: readonly { readonly text: string }[];
}
const comments = (query: string) => server.get<Comments>(`/api/v1/comments?world=own&${query}`);

test("ten writers are ten people, whoever the column names them", async () => {
  expect(await comments("stage=order")).toMatchObject({ total: null, comments: [] }); // one person, twelve times
  expect((await comments("stage=install")).total).toBe(18);
});

test("the words of six cannot be told from the whole by looking at the others alone", async () => {
  const [a, b] = [await comments("stage=install&segment=a"), await comments("stage=install&segment=b")];
  expect([a.total, a.comments, b.total, b.comments]).toEqual([null, [], null, []]);
  expect([a.hidden, b.hidden]).toEqual([expect.stringContaining("cannot be told apart"), expect.stringContaining("Fewer than 10")]);
  const listed = await server.get<{ responses: { comment: string | null }[]; commentsHidden: string | null }>(
    "/api/v1/voice/responses?world=own&segment=a&limit=200",
  );
  expect(listed.responses.length).toBeGreaterThan(0);
  const whole = await server.get<{ responses: { comment: string | null }[] }>("/api/v1/voice/responses?world=own&limit=200");
  const read = (from: { responses: { comment: string | null }[] }) => new Set(from.responses.flatMap(({ comment }) => comment ?? []));
  const difference = [...read(whole)].filter((comment) => !read(listed).has(comment));
  expect(read(listed).size === 0 || !difference.some((comment) => comment.startsWith("b "))).toBe(true);
});

test("a stage of two is not the only one without a name", async () => {
  const { responses } = await server.get<{ responses: { stage: string | null; comment: string | null }[] }>(
    "/api/v1/voice/responses?world=own&limit=200",
  );
  const unnamed = responses.filter(({ stage }) => stage === null);
  expect(unnamed.length).toBeGreaterThanOrEqual(5);
  expect(new Set(responses.map(({ stage }) => stage))).not.toContain("leave");
});
