import { describe, expect, it } from "vitest";
import { pages } from "../pages.ts";
import { deedOf, GO, keyMap } from "./key-map.ts";

const pressed = (key: string, more: { ctrlKey?: boolean; metaKey?: boolean; altKey?: boolean } = {}) =>
  deedOf({ key, ctrlKey: false, metaKey: false, altKey: false, ...more });

describe("the table of keys", () => {
  it("gives each key and each page's letter one meaning", () => {
    const keys = [...keyMap.map((line) => line.key), GO];
    expect(new Set(keys).size).toBe(keys.length);
    const letters = pages.flatMap((page) => (page.key === null ? [] : [page.key]));
    expect(letters.filter((letter, at) => letters.indexOf(letter) !== at)).toEqual([]);
    expect(letters).not.toContain(GO); // g twice starts over
    expect(letters.filter((letter) => letter.length !== 1)).toEqual([]);
  });

  it("gives every page of the navigation a letter", () => {
    expect(pages.filter((page) => page.nav && page.key === null)).toEqual([]);
  });

  it("tells Ctrl and Cmd from letters, and leaves the browser its own", () => {
    expect(pressed("k", { ctrlKey: true })).toBe("palette");
    expect(pressed("K", { metaKey: true })).toBe("palette");
    expect(pressed("k")).toBe("previous");
    expect(pressed("j", { ctrlKey: true })).toBeNull();
    expect(pressed("?", { altKey: true })).toBeNull();
    expect(pressed("x")).toBeNull();
  });
});
