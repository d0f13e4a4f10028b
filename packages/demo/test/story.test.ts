import { beforeAll, describe, expect, test } from "vitest";
import { chunks, truths } from "@counterseat/demo";
import { calendarOf, toUtc } from "../src/calendar.ts";
import { gapsOf, type Mirror, mirrorOf, sampleMean, STAGES } from "./beliefs-of.ts";
import { mean, readers } from "./rows.ts";
import { type Tally, tallyOf } from "./tally.ts";

const SEED = 7;
const calendar = calendarOf();
const MONTHS = calendar.monthStart.slice(1).map((day) => toUtc(calendar, day * 1440));

// Accepted ranges at scale 1 and at scale 0.1, from the table of planted truths.
const SCALES = [
  {
    scale: 1,
    gap: 2.5,
    loop: 2,
    failure: 1.5,
    partner: [41.8, 44.5],
    others: [8.4, 9.5],
    via: [64.2, 68],
    kept: 2,
    slow: [22.1, 25.4],
    fast: [8.9, 10.4],
    ratio: [2.2, 2.61],
  },
  {
    scale: 0.1,
    gap: 6,
    loop: 5,
    failure: 3,
    partner: [38, 49],
    others: [7, 11.5],
    via: [57.9, 71.9],
    kept: 4,
    slow: [12, 33],
    fast: [7, 13],
    ratio: [1.63, 2.81],
  },
] as const;

function within(value: number, [low, high]: readonly [number, number]): void {
  expect(value).toBeGreaterThanOrEqual(low);
  expect(value).toBeLessThanOrEqual(high);
}

describe.each(SCALES)("the story at scale $scale", ({ scale, gap, loop, failure, partner, others, via, kept, slow, fast, ratio }) => {
  let mirror: Mirror;
  let tally: Tally;
  beforeAll(() => {
    mirror = mirrorOf({ seed: SEED, scale });
    tally = tallyOf({ seed: SEED, scale }, MONTHS);
  });

  test("has the volumes of the specification", () => {
    const expected: [string, number][] = [
      ["account_view", 333_000],
      ["invoice_issued", 295_200],
      ["payment_received", 295_000],
      ["contact_opened", 59_000],
      ["visit_site", 48_000],
      ["handed_to_field", 11_770],
      ["survey_invited", 38_700],
      ["outage_noticed", 15_660],
    ];
    const accept = scale === 1 ? 0.015 : 0.07;
    expect(Math.abs(tally.events / (1_635_000 * scale) - 1)).toBeLessThan(scale === 1 ? 0.01 : 0.03);
    for (const [activity, n] of expected)
      expect(Math.abs((tally.activities.get(activity) ?? 0) / (n * scale) - 1), activity).toBeLessThan(accept);
  });

  test("T01: installation is the widest gap between leaders and customers", () => {
    const gaps = gapsOf(mirror, 1.96).sort((a, b) => b.gap - a.gap);
    expect(gaps[0].stage).toBe("install");
    within(gaps[0].gap, [31.7 - gap, 31.7 + gap]);
    expect(gaps[0].low).toBeGreaterThan(5);
  });

  test("T02: three in ten installations bounce between shop and field", () => {
    const share = (100 * tally.returned) / tally.installed;
    within(share, [30.9 - loop, 30.9 + loop]);
  });

  test("T05: partner shops skip the confirmation; T11: two windows in three are kept", () => {
    within((100 * tally.skippedPartner) / tally.partner, partner);
    within((100 * (tally.skipped - tally.skippedPartner)) / (tally.installed - tally.partner), others);
    within((100 * tally.skippedPartner) / tally.skipped, via);
    within((100 * tally.kept) / tally.installed, [65.3 - kept, 65.3 + kept]);
  });

  test("T07: failure demand and who causes it", () => {
    const contacts = tally.activities.get("contact_opened") ?? 0;
    const failures = [...tally.failures.values()].reduce((sum, n) => sum + n, 0);
    within((100 * failures) / contacts, [58.3 - failure, 58.3 + failure]);
    const expected: [string, number][] = [
      ["network", 41.4],
      ["care", 23.1],
      ["billing", 15.8],
      ["field", 15.5],
      ["marketing", 4.2],
    ];
    for (const [department, share] of expected)
      within((100 * (tally.failures.get(department) ?? 0)) / failures, [share - failure, share + failure]);
  });

  test("T08: the front line knows; T09: billing is no gap", () => {
    const distance = (role: string): number[] =>
      STAGES.map((stage) => {
        const [belief, said] = [mirror.get(`${role}:${stage}`), mirror.get(`customer:${stage}`)];
        return belief === undefined || said === undefined ? NaN : Math.abs(sampleMean(belief) - sampleMean(said));
      });
    const [frontLine, leaders] = [distance("front_line"), distance("leader")];
    expect(mean(frontLine)).toBeLessThan(scale === 1 ? 2.6 : 4);
    expect(mean(leaders)).toBeGreaterThan(7);
    expect(frontLine.filter((d, i) => d < leaders[i]).length).toBeGreaterThanOrEqual(scale === 1 ? 5 : 4);
    const bill = gapsOf(mirror, 1.96).find((one) => one.stage === "bill");
    expect(bill === undefined ? NaN : Math.max(-bill.low, bill.high)).toBeLessThan(5);
  });

  test("T27: slow repair, then gone", () => {
    const share = (group: { n: number; gone: number }): number => (100 * group.gone) / group.n;
    within(share(tally.slow), slow);
    within(share(tally.fast), fast);
    within(share(tally.slow) / share(tally.fast), ratio);
  });

  test("T20: nine people live on boats and exactly three answer", () => {
    const answerers = new Map<string, number>();
    for (const chunk of chunks({ seed: SEED, scale }, ["responses"])) {
      const [segment, customer, kind, score] = readers(chunk, ["segment", "customer", "kind", "score"]);
      for (let row = 0; row < chunk.length; row++)
        if (segment(row) === "berths" && kind(row) === "nps") answerers.set(String(customer(row)), Number(score(row)));
    }
    expect([...answerers.values()]).toEqual([8, 8, 8]);
  });
});

test("the truth file of the story holds 35 truths and names what was planted", () => {
  const story = truths({ seed: SEED, scale: 1 });
  expect(Object.keys(story.expected ?? {})).toHaveLength(35);
  expect([story.worstBelief, story.gamedTeam, story.lowFreedomTeam, story.slowApprover]).toEqual([
    { stage: "install" },
    "beacon",
    "drift",
    "Credit Desk",
  ]);
  expect([story.firstRow, story.priceOrder, story.falsePositive]).toEqual(["install", ["install", "renew"], true]);
  const [clean, drawn] = [truths({ seed: 1000, scale: 1 }), truths({ seed: 1003, scale: 1 })];
  expect([clean.variant, clean.firstRow, clean.priceOrder, clean.falsePositive, clean.expected]).toEqual(["clean", null, [], false, null]);
  expect([drawn.variant, drawn.priceOrder, drawn.falsePositive]).toEqual(["drawn", [drawn.worstBelief?.stage], true]);
});
