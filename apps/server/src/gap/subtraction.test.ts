import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestServer, type TestServer } from "../test-server.ts";
import type { Board, Evidence } from "./words.ts";

/**
 * An attacker who looks at every view of a stage and adds up and takes away whatever is shown, against the true sums of the small groups.
 * Beliefs by stage, as segment → people who named it; who names none believes it of all.
 */
const BELIEFS: Record<string, Record<string, number>> = {
  few: { a: 3, b: 9, "": 10 }, // the total less b is a
  general: { a: 10, b: 11, "": 2 }, // a and b less the total are those who name none
  alone: { a: 3, "": 12 }, // the total less a segment nobody names is a
  everybody: { "": 12 },
  large: { a: 7, b: 8, "": 6 },
};
/** Irregular, so that no sum is another one's by chance. */
const scoreOf = (i: number) => ((i * 37 + (i % 7) * 11) % 97) + i / 100;
const people = Object.entries(BELIEFS).flatMap(([stage, sizes], s) =>
  ["leader", "front_line"].flatMap((role, r) =>
    Object.entries(sizes).flatMap(([segment, n], g) =>
      Array.from({ length: n }, (_, i) => ({
        stage,
        role,
        segment,
        who: `${role}${stage}${segment}${i}`,
        score: scoreOf(s * 53 + r * 29 + g * 17 + i * 5),
      })),
    ),
  ),
);
const SEGMENTS = ["a", "b", "c"];

/** Customers who passed `pay`, by segment and channel, and how many of them the ledger knows. */
const PASSED = [
  ["a", "web", 20, 20],
  ["a", "phone", 20, 20],
  ["b", "web", 10, 10],
  ["b", "phone", 10, 3], // ten passed, but what is shown is of three
  ["c", "web", 10, 10],
  ["c", "phone", 10, 10],
] as const;
/** And `sign`, where only one segment is so small in the ledger. */
const SIGNED = [
  ["a", "web", 20, 20],
  ["b", "web", 12, 3],
] as const;
const passing = [PASSED, SIGNED].flatMap((groups, s) =>
  groups.flatMap(([segment, channel, n, linked], g) =>
    Array.from({ length: n }, (_, i) => ({
      stage: s === 0 ? "pay" : "sign",
      segment,
      channel,
      id: `${s}${segment}${channel}${i}`,
      price: i < linked ? 10 + s * 7 + g * 13 + i * 1.37 : null,
    })),
  ),
);

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  const bring = async (as: string, lines: readonly string[]) => {
    const done = await server.importFile({ name: `${as}.csv`, text: `${lines.join("\n")}\n`, as, source: as });
    expect([as, done]).toMatchObject([as, { state: "done", accepted: lines.length - 1 }]);
  };
  await bring("beliefs", [
    "respondent,role,stage,segment,score,scale",
    ...people.map(({ who, role, stage, segment, score }) => `${who},${role},${stage},${segment},${score},0-100`),
  ]);
  await bring("responses", [
    "customer,stage,segment,channel,score,scale",
    ...[...Object.keys(BELIEFS), "pay", "sign"].flatMap((stage) =>
      SEGMENTS.flatMap((segment) =>
        ["web", "phone"].flatMap((channel) =>
          Array.from({ length: 9 }, (_, i) => `${stage}${segment}${channel}${i},${stage},${segment},${channel},${10 + i},0-100`),
        ),
      ),
    ),
  ]);
  await bring("events", [
    "case,customer,activity,stage,segment,channel,time",
    ...passing.map(({ id, stage, segment, channel }) => `o${id},${id},done,${stage},${segment},${channel},2026-03-04T09:00:00Z`),
  ]);
  await bring("subscriptions", [
    "customer,amount,start,end",
    ...passing.flatMap(({ id, price }) => (price === null ? [] : [`${id},${price.toFixed(2)},2026-01-05,`])),
  ]);
}, 60_000);
afterAll(() => server.close());

interface View {
  readonly n: number;
  readonly sum: number;
}

/** Every view added, taken away or left out: whether that comes to the people and the sum of a group. */
function recovers(views: readonly View[], secret: View): boolean {
  const tried = (at: number, n: number, sum: number): boolean => {
    const view = views[at];
    if (view === undefined) return n === secret.n && Math.abs(sum - secret.sum) < 1e-3;
    return [0, 1, -1].some((sign) => tried(at + 1, n + sign * view.n, sum + sign * view.sum));
  };
  return tried(0, 0, 0);
}

/** The views an attacker may ask for, each shown figure as people and their sum. */
async function evidence(stage: string, channels: readonly (string | null)[] = [null]): Promise<Evidence[]> {
  const keys = [null, ...SEGMENTS].flatMap((segment) => channels.map((channel) => `${stage}~${channel ?? "*"}~${segment ?? "*"}`));
  return Promise.all(keys.map((key) => server.get<Evidence>(`/api/v1/gap/cells/${encodeURIComponent(key)}/evidence`)));
}
const total = (rows: readonly number[]): View => ({ n: rows.length, sum: rows.reduce((sum, one) => sum + one, 0) });
const viewsOf = (figures: readonly ({ value: number | null; n: number } | null)[]): View[] =>
  figures.flatMap((figure) => (figure === null || figure.value === null ? [] : [{ n: figure.n, sum: figure.n * figure.value }]));

test.each(Object.keys(BELIEFS))("beliefs of fewer than five cannot be worked out: %s", async (stage) => {
  const found = await evidence(stage);
  const told = {
    leader: [
      viewsOf(found.map(({ cell }) => cell.sides.believed)),
      viewsOf(found.map(({ believed }) => believed.find(({ role }) => role === "leaders")?.figure ?? null)),
      // The gap and what customers say give what leaders believe.
      viewsOf(
        found.map(({ cell: { gaps, sides } }) =>
          gaps.belief?.value == null || sides.experienced?.value == null
            ? null
            : { value: gaps.belief.value + sides.experienced.value, n: gaps.belief.n - sides.experienced.n },
        ),
      ),
    ],
    front_line: [
      viewsOf(found.map(({ cell }) => cell.frontLine)),
      viewsOf(found.map(({ believed }) => believed.find(({ role }) => role === "front line")?.figure ?? null)),
    ],
  };
  for (const [role, sources] of Object.entries(told)) {
    for (const [segment, n] of Object.entries(BELIEFS[stage] ?? {})) {
      if (n >= 5) continue;
      const secret = total(people.filter((one) => one.stage === stage && one.role === role && one.segment === segment).map((p) => p.score));
      expect(secret.n).toBe(n);
      expect([stage, role, segment, sources.map((views) => recovers(views, secret))]).toEqual([
        stage,
        role,
        segment,
        sources.map(() => false),
      ]);
    }
    expect(sources[0]?.length, "the whole is shown").toBeGreaterThan(0);
  }
});

test("the baseline of an action does not tell what the board hides", async () => {
  const baseline = async (segment: string) => {
    const body = { cell: { stage: "few", segment }, ownerId: "o", ownerName: "O", title: "t", goalLine: 1, dueOn: "2999-01-31" };
    return (await server.ask("POST", "/api/v1/actions", { body })).body["baseline"];
  };
  expect(await baseline("b")).toMatchObject({ value: null, doubts: ["hidden-by-subtraction"] });
  expect(await baseline("c")).toMatchObject({ value: expect.any(Number) as number });
});

test("what gives nobody away is shown: beliefs about all, and groups that are large enough", async () => {
  const shown = async (stage: string, segment: string) => {
    const { cells } = await server.get<Board>(`/api/v1/gap/board?segment=${segment}`);
    return cells.find((cell) => cell.stage === stage)?.sides.believed?.n;
  };
  expect(await Promise.all(SEGMENTS.map((segment) => shown("everybody", segment)))).toEqual([12, 12, 12]);
  expect(await Promise.all(SEGMENTS.map((segment) => shown("large", segment)))).toEqual([13, 14, 6]);
  expect(await Promise.all(SEGMENTS.map((segment) => shown("general", segment)))).toEqual([0, 13, 0]); // the smallest protects the two
  const both = await server.get<Board>("/api/v1/gap/board?segment=a&channel=web");
  expect(both.cells.find((cell) => cell.stage === "everybody")).toMatchObject({ state: "gap", sides: { believed: { n: 12 } } });
});

test.each(["pay", "sign"])("what fewer than five customers are worth cannot be worked out: %s", async (stage) => {
  const found = await evidence(stage, stage === "pay" ? [null, "web", "phone"] : [null]);
  const views = found.flatMap(({ cell: { worth } }) =>
    worth?.yearly.value == null ? [] : [{ n: worth.customers.value ?? 0, sum: worth.yearly.value }],
  );
  const small = passing.filter((one) => one.stage === stage && one.segment === "b" && (stage === "sign" || one.channel === "phone"));
  const secret = total(small.flatMap(({ price }) => (price === null ? [] : [12 * Number(price.toFixed(2))])));
  expect(secret.n).toBe(3);
  expect(recovers(views, secret)).toBe(false);
  expect(views[0]?.n).toBe(stage === "pay" ? 73 : 23);
  // Whole segments hold enough people each, so they stay.
  if (stage === "pay") expect(views.map(({ n }) => n).sort((x, y) => x - y)).toEqual([13, 20, 33, 40, 40, 73]);
});
