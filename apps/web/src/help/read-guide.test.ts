import { describe, expect, it } from "vitest";
import { plainOf, readGuide, spansOf } from "./read-guide.ts";

const kinds = (text: string) => readGuide(text).map((block) => block.kind);

describe("the guide's own Markdown", () => {
  it("becomes blocks in their order", () => {
    const text =
      "# One *two* `x`\n\nA line\nand its end.\n- a\n  goes on\n- b\n\n1. first\n\n| a | b |\n|---|---|\n| `x|y` \\| z | **c** |\n\n```sh\n# no heading\n\n| no table\n```\n    a = b\n\n    c\nlast | words";
    expect(kinds(text)).toEqual(["heading", "paragraph", "list", "list", "table", "code", "code", "paragraph"]);
    const [heading, paragraph, list, numbers, , fenced, indented] = readGuide(text);
    expect(heading).toMatchObject({ level: 1, id: "one-two-x" });
    expect(paragraph).toEqual({ kind: "paragraph", spans: [{ kind: "text", text: "A line and its end." }] });
    expect(list).toMatchObject({ ordered: false, items: [[{ text: "a goes on" }], [{ text: "b" }]] });
    expect(numbers).toMatchObject({ ordered: true });
    expect(fenced).toEqual({ kind: "code", text: "# no heading\n\n| no table" });
    expect(indented).toEqual({ kind: "code", text: "a = b\n\nc" });
  });

  it("keeps cells with an escaped bar whole", () => {
    const [table] = readGuide("| a | b |\n|:--|--:|\n| 1 \\| 2 | |");
    expect(table).toMatchObject({ head: [[{ text: "a" }], [{ text: "b" }]], rows: [[[{ text: "1 | 2" }], []]] });
  });

  it("reads pieces inside a line, and nothing inside code", () => {
    expect(spansOf("a `*b*` **c `d`** [e *f*](g.md#h) ![i](j/k.png) 2 * 3 * 4")).toEqual([
      { kind: "text", text: "a " },
      { kind: "code", text: "*b*" },
      { kind: "text", text: " " },
      { kind: "strong", spans: [{ kind: "text", text: "c " }, { kind: "code", text: "d" }] }, // prettier-ignore
      { kind: "text", text: " " },
      { kind: "link", to: "g.md#h", spans: [{ kind: "text", text: "e " }, { kind: "em", spans: [{ kind: "text", text: "f" }] }] }, // prettier-ignore
      { kind: "text", text: " " },
      { kind: "image", alt: "i", source: "j/k.png" },
      { kind: "text", text: " 2 * 3 * 4" },
    ]);
    expect(plainOf(spansOf("**a** [b](c) ![d](e) `f`"))).toBe("a b d f");
  });

  it("loses no words, whatever a line begins with", () => {
    for (const text of ["|no table", "#no heading", "-no list", "*", "``", "[a](b", "1."]) {
      const words = readGuide(text).map((block) => ("spans" in block ? plainOf(block.spans) : "code"));
      expect(words.join("")).toBe(text);
    }
  });
});
