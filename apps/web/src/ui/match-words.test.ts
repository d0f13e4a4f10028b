import { describe, expect, it } from "vitest";
import { findAll } from "./match-words.ts";

const thing = (label: string, kind: string, ...also: string[]) => ({ label, kind, also });
const things = [
  thing("Gap board", "page"),
  thing("Journey", "page"),
  thing("Customers", "page"),
  thing("Import", "page"),
  thing("Installation: a technician comes when we said", "gap", "onboarding hand-over"),
  thing("Billing: one bill, no riddles", "gap", "invoice"),
  thing("Make someone own the gap at Installation", "do"),
  thing("Ines Kowalke, Field Operations", "person"),
  thing("Zoë Renard, Renewals", "person"),
];
const found = (typed: string) => findAll(typed, things).map((each) => each.label.split(/[:,]/)[0]);

describe("finding by words", () => {
  it("needs every word to fit, in any order, seen or not", () => {
    expect(found("gap onboarding")).toEqual(["Installation"]);
    expect(found("over hand gap")).toEqual(["Installation"]);
    expect(found("gap installation")).toEqual(["Installation", "Make someone own the gap at Installation"]);
    expect(found("gap onboarding bill")).toEqual([]);
    expect(found("gap invoice")).toEqual(["Billing"]);
  });

  it("ranks what is seen over what is not, whole words over beginnings, beginnings over slips", () => {
    expect(found("gap")).toEqual(["Gap board", "Installation", "Billing", "Make someone own the gap at Installation"]);
    expect(found("board")[0]).toBe("Gap board"); // "onboarding" holds it too, unseen
    expect(found("im")[0]).toBe("Import");
    expect(found("bill")[0]).toBe("Billing");
  });

  it("forgives one slip of the finger, accents and case, but not two slips", () => {
    expect(found("custmers")).toEqual(["Customers"]);
    expect(found("jounrey")).toEqual(["Journey"]);
    expect(found("instalation")[0]).toBe("Installation");
    expect(found("ZOE renard")).toEqual(["Zoë Renard"]);
    expect(found("csutmers")).toEqual([]);
  });

  it("takes letters in order as a last resort", () => {
    expect(found("jrny")).toEqual(["Journey"]);
    expect(found("kwlk")).toEqual(["Ines Kowalke"]);
  });

  it("with nothing typed gives everything as it stands", () => {
    expect(findAll("  ", things)).toEqual(things);
  });
});
