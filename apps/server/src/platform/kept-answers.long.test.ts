import { expect, test } from "vitest";
import { startTestServer } from "../test-server.ts";

const action = (title: string) => ({ cell: { stage: "install" }, ownerId: "ana", title, goalLine: 5, dueOn: "2999-01-01" });

test("thousands of requests, three of ten sent again, many at once: every effect once", { timeout: 600_000 }, async () => {
  const server = await startTestServer({ settings: { RATE_PER_MINUTE: "0" } });
  await server.ask("PUT", "/api/v1/company/stages/install?world=own", { body: { entry: { label: "Install" } } });
  await server.ask("PUT", "/api/v1/company/people/ana?world=own", { body: { entry: { name: "Ana" } } });
  // PostgreSQL is asked the same with fewer: there each costs a round trip, and the race is over after the first thousands.
  const n = server.app.config.databaseUrl === null ? 10_000 : 2000;
  const wanted = Array.from({ length: 0.7 * n }, (_, i) => `bulk-${i}`);
  const sent = [...wanted, ...wanted.slice(0, 0.3 * n)].map((name, i) => ({ name, at: (i * 7919) % 10_007 })).sort((a, b) => a.at - b.at);
  const answers = new Map<string, string>();
  let different = 0;
  for (let from = 0; from < sent.length; from += 50) {
    const part = sent.slice(from, from + 50);
    const got = await Promise.all(
      part.map(({ name }) => server.ask("POST", "/api/v1/actions?world=own", { body: action(name), headers: { "idempotency-key": name } })),
    );
    got.forEach((answer, i) => {
      const name = part[i]?.name ?? "";
      if (answer.status !== 200 || (answers.get(name) ?? answer.text) !== answer.text) different += 1;
      answers.set(name, answer.text);
    });
  }
  expect(different).toBe(0);
  const { actions } = await server.get<{ actions: { title: string }[] }>("/api/v1/actions?world=own");
  expect([sent.length, actions.length, new Set(actions.map((one) => one.title)).size]).toEqual([n, 0.7 * n, 0.7 * n]);
  await server.close();
});
