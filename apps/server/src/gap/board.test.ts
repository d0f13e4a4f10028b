import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Action } from "../accountability/words.ts";
import { startTestServer, type TestServer } from "../test-server.ts";
import type { Board, Cell, Evidence } from "./words.ts";

/** The three-sided example: what twelve leaders believe and sixty customers say, 0–10. */
const LEADERS = [9, 8, 8, 9, 7, 10, 8, 9, 8, 7, 9, 8];
const CUSTOMERS = [
  5, 8, 3, 6, 9, 2, 7, 5, 6, 4, 8, 1, 6, 7, 5, 3, 6, 8, 4, 5, 7, 2, 6, 5, 9, 4, 6, 0, 7, 5, 3, 6, 8, 5, 4, 7, 6, 2, 5, 8, 6, 4, 7, 5, 3, 6,
  10, 5, 4, 7, 1, 6, 5, 8, 3, 6, 5, 7, 4, 6,
];
const FRONT_LINE = [7, 6, 8, 5, 7, 6, 7, 8, 4, 6, 7, 5, 6, 8, 7, 6, 5, 7, 9, 6, 7, 6, 4, 7, 8, 6, 5, 7, 6, 7, 8, 5, 6, 7, 6, 3, 7, 6, 8, 5];
/** Mean difference × 10, Welch's 95 % interval and sides, worked out with SciPy. */
const GOLDEN = { believed: 83.33333333333334, experienced: 53.5, gap: 29.833333333333343, interval: [22.29809887353649, 37.3685677931302] };

/** Three, six and fifty-one of the sixty: the smallest group is hidden, and so is the one that would give it away. */
const segmentOf = (i: number) => (i < 3 ? "few" : i < 9 ? "some" : "many");

const beliefs = [
  "stage,who,role,score,scale",
  ...LEADERS.map((score, i) => `install,l${i},leader,${score},0-10`),
  ...FRONT_LINE.map((score, i) => `install,f${i},front_line,${score},0-10`),
  // Where leaders and customers agree, closely.
  ...Array.from({ length: 30 }, (_, i) => `order,l${i},leader,${70 + (i % 3)},0-100`),
  // Where they might: too few answers, far apart. l0 answers twice and counts once.
  ...[9, 4, 8, 3, 9, 7].map((score, i) => `repair,l${i},leader,${score},0-10`),
  "repair,l0,leader,5,0-10",
  // Four leaders are too few to show.
  ...[9, 9, 9, 9].map((score, i) => `billing,l${i},leader,${score},0-10`),
];
const responses = [
  "stage,customer,segment,score,scale,time",
  ...CUSTOMERS.map((score, i) => `install,c${i},${segmentOf(i)},${score},0-10,2026-05-${String(1 + (i % 28)).padStart(2, "0")}T09:00:00Z`),
  ...Array.from({ length: 40 }, (_, i) => `order,c${i},many,${70 + (i % 3)},0-100,2026-04-01T09:00:00Z`),
  ...[2, 9, 5, 6, 3, 8].map((score, i) => `repair,r${i},many,${score},0-10,2026-04-01T09:00:00Z`),
  // r0 answers twice more, an insider once: six people stay six.
  "repair,r0,many,9,0-10,2026-04-02T09:00:00Z",
  "repair,r0,many,10,0-10,2026-04-03T09:00:00Z",
  "repair,insider,many,10,0-10,2026-04-01T09:00:00Z",
  ...Array.from({ length: 20 }, (_, i) => `billing,b${i},many,${3 + (i % 4)},0-10,2026-04-01T09:00:00Z`),
];
const text = (lines: readonly string[]) => `${lines.join("\n")}\n`;

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());
const board = (query = "") => server.get<Board>(`/api/v1/gap/board?world=own${query}`);
async function cellOf(stage: string, query = ""): Promise<Cell> {
  const cell = (await board(query)).cells.find((one) => one.stage === stage);
  if (cell === undefined) throw new Error(`no cell ${stage}`);
  return cell;
}

test("with nothing to compare the board says what to bring", async () => {
  const empty = await board();
  expect(empty.sentence).toBe("Nothing to compare yet: bring what your leaders believe and what your customers say.");
  expect(empty).toMatchObject({ cells: [], counts: { gap: 0, noGap: 0, notKnownYet: 0, hidden: 0 }, asOf: null });
});

describe("with beliefs and answers", () => {
  beforeAll(async () => {
    await server.ask("PUT", "/api/v1/company/people/ida?world=own", { body: { entry: { name: "Ida Inside", customerId: "insider" } } });
    const believed = await server.importFile({
      name: "beliefs.csv",
      text: text(beliefs),
      as: "beliefs",
      source: "mirror",
      map: { stage: "stage", respondent: "who", role: "role", score: "score", scale: "scale" },
    });
    const said = await server.importFile({
      name: "responses.csv",
      text: text(responses),
      as: "responses",
      source: "survey",
      map: { stage: "stage", customer: "customer", segment: "segment", score: "score", scale: "scale", time: "time" },
    });
    expect([believed, said]).toMatchObject([
      { state: "done", refused: 0, accepted: beliefs.length - 1 },
      { state: "done", refused: 0, accepted: responses.length - 1 },
    ]);
  });

  test("the cell's figures are the published ones", async () => {
    const cell = await cellOf("install");
    expect(cell.state).toBe("gap");
    expect(cell.sides.believed?.value).toBeCloseTo(GOLDEN.believed, 10);
    expect(cell.sides.experienced?.value).toBeCloseTo(GOLDEN.experienced, 10);
    expect(cell.gaps.belief?.value).toBeCloseTo(GOLDEN.gap, 10);
    expect(cell.gaps.belief?.interval?.[0]).toBeCloseTo(GOLDEN.interval[0] ?? 0, 6);
    expect(cell.gaps.belief?.interval?.[1]).toBeCloseTo(GOLDEN.interval[1] ?? 0, 6);
    expect([cell.sides.believed?.n, cell.sides.experienced?.n, cell.gaps.belief?.n, cell.frontLine?.n]).toEqual([12, 60, 72, 40]);
    expect(cell.frontLine?.value).toBeCloseTo(63.5, 10);
    expect(cell.gaps.belief?.asOf).toBe("2026-05-28T09:00:00.000Z");
    expect(cell.gaps.belief?.metric).toBe("gap.belief@1");
    expect(cell.priority.value).toBeCloseTo(GOLDEN.interval[0] ?? 0, 6);
    expect(cell.sides.promised).toMatchObject({ value: null, doubts: ["not-measured-yet"] });
  });

  test("who answers twice counts once with the mean, insiders are left out, and the figure says so", async () => {
    const cell = await cellOf("repair");
    expect(cell.sides.experienced?.n).toBe(6);
    expect(cell.sides.experienced?.value).toBeCloseTo((7 + 9 + 5 + 6 + 3 + 8) * (10 / 6), 10); // r0: (2 + 9 + 10) / 3 = 7
    expect(cell.sides.believed?.n).toBe(6);
    expect(cell.sides.believed?.value).toBeCloseTo((7 + 4 + 8 + 3 + 9 + 7) * (10 / 6), 10); // l0: (9 + 5) / 2 = 7
    expect(cell.sides.experienced?.doubts).toContain("averaged-per-person");
    expect(cell.gaps.belief?.doubts).toContain("averaged-per-person");
    expect((await cellOf("install")).gaps.belief?.doubts).not.toContain("averaged-per-person");
  });

  test("each state is reached, and what is not known yet says how many answers would settle it", async () => {
    const all = await board();
    expect(Object.fromEntries(all.cells.map((cell) => [cell.stage, cell.state]))).toEqual({
      install: "gap",
      order: "no-gap",
      repair: "not-known-yet",
      billing: "hidden",
    });
    expect(all.cells.map((cell) => cell.stage)).toEqual(["install", "order", "repair", "billing"]); // what matters most first
    expect(all.counts).toMatchObject({ gap: 1, noGap: 1, notKnownYet: 1, hidden: 1 });
    expect(all.cells.find((cell) => cell.stage === "repair")?.need).not.toBe(null);
    expect(all.cells.find((cell) => cell.stage === "install")?.need).toBe(null);
    const hidden = all.cells.find((cell) => cell.stage === "billing");
    expect(hidden?.hiddenBecause).toBe("Fewer than 5 leaders answered here, so they stay hidden.");
    expect(hidden?.gaps.belief).toMatchObject({ value: null, n: 0, doubts: ["hidden-small-group"] });
    expect(hidden?.sides.believed).toMatchObject({ value: null, n: 0 });
    expect(hidden?.sides.experienced?.n).toBe(20); // the customers' side may be seen
    expect(all.sources).toEqual({ beliefs: 12 + 30 + 7 + 4, leaders: 30, responses: 60 + 40 + 8 + 20, customers: 60 + 6 + 20 });
  });

  test("the sentence names the gap; without one it is calm; where nothing can be told it says so", async () => {
    expect((await board()).sentence).toBe("You believe 83, customers say 54: the largest gap is install; nobody owns it yet.");
    expect((await board()).slots).toMatchObject({ stage: "install", owned: false });
    expect((await board("&stage=order")).sentence).toBe(
      "No gap: what you believe and what customers say agree within 5 points at the one stage asked about.",
    );
    expect((await board("&stage=repair")).sentence).toMatch(/^Not known yet:/);
    expect((await board("&stage=billing")).sentence).toBe("Too few people answered to show anything here.");
  });

  test("under a filter a group below five is hidden, and so is the one that would give it away", async () => {
    const few = await cellOf("install", "&segment=few");
    const some = await cellOf("install", "&segment=some");
    const many = await cellOf("install", "&segment=many");
    expect([few.state, some.state, many.state]).toEqual(["hidden", "hidden", "gap"]);
    expect(few.hiddenBecause).toContain("Fewer than 5 customers");
    expect(some.hiddenBecause).toContain("subtraction");
    for (const cell of [few, some]) {
      expect(cell.sides.experienced).toMatchObject({ value: null, n: 0, interval: null, asOf: null });
      expect(cell.gaps.belief).toMatchObject({ value: null, n: 0, interval: null });
      expect(cell.sides.believed?.n).toBe(12);
    }
    const mean = CUSTOMERS.slice(9).reduce((sum, score) => sum + score, 0) / 51;
    expect(many.sides.experienced?.n).toBe(51);
    expect(many.sides.experienced?.value).toBeCloseTo(mean * 10, 10);
    for (const hidden of ["few", "some"]) {
      const evidence = await server.get<Evidence>(`/api/v1/gap/cells/install~*~${hidden}/evidence?world=own`);
      expect(evidence.distribution).toBe(null);
      expect(evidence.cell.sides.experienced?.value).toBe(null);
    }
  });

  test("customers of no segment are a group too: where they are few, the total would give them away", async () => {
    // Nine of segment "many" and two of none: shown beside the total, the two are a subtraction.
    const lines = [
      ...Array.from({ length: 9 }, (_, i) => `return,t${i},many,${4 + (i % 3)},0-10`),
      "return,t90,,9,0-10",
      "return,t91,,10,0-10",
    ];
    await server.importFile({
      name: "returns.csv",
      text: text(["stage,customer,segment,score,scale", ...lines]),
      as: "responses",
      source: "returns",
      map: { stage: "stage", customer: "customer", segment: "segment", score: "score", scale: "scale" },
    });
    expect((await cellOf("return")).sides.experienced?.n).toBe(11);
    expect((await cellOf("return", "&segment=many")).sides.experienced).toMatchObject({ value: null, n: 0 });
  });

  test("the evidence spreads the answers over eleven bins", async () => {
    const evidence = await server.get<Evidence>("/api/v1/gap/cells/install~*~*/evidence?world=own");
    expect(evidence.distribution?.map((bin) => bin.customers)).toEqual(
      Array.from({ length: 11 }, (_, score) => CUSTOMERS.filter((c) => c === score).length),
    );
    expect(evidence.distribution?.map((bin) => bin.leaders)).toEqual(
      Array.from({ length: 11 }, (_, score) => LEADERS.filter((c) => c === score).length),
    );
    expect(evidence.believed.map(({ role, figure }) => [role, figure.n])).toEqual([
      ["leaders", 12],
      ["front line", 40],
    ]);
    expect((await server.ask("GET", "/api/v1/gap/cells/nowhere~*~*/evidence?world=own")).body["code"]).toBe("not-found");
  });

  test("a period narrows what customers said by the organisation's days, the last included", async () => {
    const days = CUSTOMERS.map((score, i) => ({ score, day: 1 + (i % 28) })).filter(({ day }) => day >= 3 && day <= 10);
    const cell = await cellOf("install", "&from=2026-05-03&to=2026-05-10");
    expect(cell.sides.experienced?.n).toBe(days.length);
    expect(cell.sides.experienced?.value).toBeCloseTo((days.reduce((sum, { score }) => sum + score, 0) / days.length) * 10, 10);
    expect(cell.sides.believed?.n).toBe(12);
  });

  test("an action makes the cell owned, done makes it acted on, dropped makes it seen again", async () => {
    const created = await server.ask("POST", "/api/v1/actions?world=own", {
      body: {
        cell: { stage: "install" },
        ownerId: "ann",
        ownerName: "Ann Owner",
        title: "Call before we come",
        goalLine: 10,
        dueOn: "2999-01-31",
      },
    });
    expect(created.status).toBe(200);
    const action = created.body as unknown as Action;
    expect(action.baseline.value).toBeCloseTo(GOLDEN.gap, 10);
    expect(await cellOf("install")).toMatchObject({
      life: "owned",
      action: {
        id: action.id,
        ownerName: "Ann Owner",
        title: "Call before we come",
        goalLine: 10,
        dueOn: "2999-01-31",
        state: "open",
        late: false,
      },
    });
    expect((await board()).sentence).toBe("You believe 83, customers say 54: the largest gap is install; Ann Owner owns it.");
    expect((await cellOf("order")).life).toBe("seen");
    expect((await cellOf("install", "&segment=many")).life).toBe("seen"); // another place
    const change = (body: object) => server.ask("PATCH", `/api/v1/actions/${action.id}?world=own`, { body });
    expect((await change({ dueOn: "2020-01-31" })).body).toMatchObject({ late: true });
    expect((await cellOf("install")).action).toMatchObject({ late: true });
    expect((await change({ state: "done", note: "Called everybody" })).status).toBe(200);
    expect(await cellOf("install")).toMatchObject({ life: "acted", action: { state: "done", late: false } });
    expect((await change({ state: "dropped" })).status).toBe(200);
    expect(await cellOf("install")).toMatchObject({ life: "seen", action: null });
    expect((await server.get<{ actions: Action[] }>("/api/v1/actions?world=own")).actions).toMatchObject([
      { id: action.id, state: "dropped", note: "Called everybody", dueOn: "2020-01-31" },
    ]);
    expect((await server.get<{ actions: Action[] }>("/api/v1/actions?world=sample")).actions).toEqual([]);
  });

  test("of two actions on one cell, dropping the one leaves the other in charge", async () => {
    const make = async (ownerId: string) =>
      String(
        (
          await server.ask("POST", "/api/v1/actions?world=own", {
            body: { cell: { stage: "order" }, ownerId, ownerName: ownerId, title: "t", goalLine: 1, dueOn: "2999-01-31" },
          })
        ).body["id"],
      );
    await make("first");
    const second = await make("second");
    await server.ask("PATCH", `/api/v1/actions/${second}?world=own`, { body: { state: "dropped" } });
    expect(await cellOf("order")).toMatchObject({ life: "owned", action: { ownerId: "first" } });
  });

  test("an action for a stage or a person nobody knows is refused", async () => {
    const body = { cell: { stage: "install" }, ownerId: "nobody", title: "t", goalLine: 1, dueOn: "2999-01-31" };
    expect((await server.ask("POST", "/api/v1/actions?world=own", { body })).body["code"]).toBe("invalid");
    expect(
      (await server.ask("POST", "/api/v1/actions?world=own", { body: { ...body, ownerId: "ida", cell: { stage: "nowhere" } } })).body[
        "code"
      ],
    ).toBe("invalid");
    expect(
      (await server.ask("PATCH", "/api/v1/actions/01970000-0000-7000-8000-000000000000?world=own", { body: { state: "done" } })).body[
        "code"
      ],
    ).toBe("not-found");
  });
});
