import { describe, expect, it } from "vitest";
import { stepsOf, type StartFacts } from "./start-steps.ts";

const fresh: StartFacts = { worlds: { own: false, sample: false }, sources: [], ownActions: 0, members: 1, backups: 0 };
const done = (facts: Partial<StartFacts>) =>
  stepsOf({ ...fresh, ...facts })
    .filter((step) => step.done)
    .map((step) => step.name);

describe("the first steps", () => {
  it("are open on a fresh installation, but for the account", () => {
    expect(done({})).toEqual(["account"]);
  });

  it("do not take the sample's rows for the company's own", () => {
    const sample = [{ world: "sample", kinds: ["beliefs", "responses"], rows: 9000 }];
    expect(done({ worlds: { own: false, sample: true }, sources: sample })).toEqual(["account", "rows"]);
  });

  it("tick by what came in, and open again when it was withdrawn", () => {
    const worlds = { own: true, sample: false };
    expect(done({ worlds, sources: [{ world: "own", kinds: ["beliefs"], rows: 24 }] })).toEqual(["account", "rows", "leaders"]);
    expect(done({ worlds, sources: [{ world: "own", kinds: ["beliefs", "responses"], rows: 0 }] })).toEqual(["account", "rows"]);
  });

  it("end when somebody owns a gap and the owner is not alone, or has a backup", () => {
    const sources = [{ world: "own", kinds: ["responses", "beliefs"], rows: 184 }];
    const most = { worlds: { own: true, sample: false }, sources, ownActions: 1 };
    expect(done(most)).not.toContain("not-alone");
    for (const safe of [{ members: 2 }, { backups: 1 }, { members: null }]) expect(done({ ...most, ...safe })).toHaveLength(6);
  });
});
