import { createRequire } from "node:module";
import { describe, expect, it } from "vitest";
import { refusePassword } from "./passwords.ts";

const person = { email: "anna.schmidt@example.org", name: "Anna Schmidt-Öztürk" };

describe("a password is refused", () => {
  it.each([
    ["", "at least 12"],
    ["elevenchars", "at least 12"],
    ["👩‍🚀🚀", "at least 12"],
    ["aB3$".repeat(129), "at most 512"],
    ["aaaaaaaaaaaaaaaa", "few different"],
    ["121212121213", "few different"],
    ["abcd!abcd!abcd!", "repeated"],
    ["passwordpassword", "repeated"],
    ["xk7xk7xk7xk7xk7zz".slice(0, 14), "few different"],
    ["Anna.Schmidt@Example.org", "your name"],
    ["annaschmidt2026", "your name"],
    ["Öztürk-Schmidt!", "your name"],
    ["Counterseat2026!", "name of this product"],
    ["abcdefghijklmn", "counts"],
    ["98765432109876", "counts"],
    ["qwertyuiopas", "keyboard"],
    ["QWERTZUIOPÜasd", "keyboard"],
    ["1qaz2wsx3edc4rfv", "keyboard"],
    ["zaq12wsxcde34rfv", "keyboard"],
    ["1q2w3e4r5t6y7u", "keyboard"],
    ["azertyuiopqsdf", "keyboard"],
    ["aaabbbcccdddeee", "counts"],
    ["administrator", "most used"],
    ["Supernatural", "most used"],
    ["Password2026!", "most used"],
    ["P@ssw0rd12345", "most used"],
    ["sunshine!!2024", "most used"],
    ["12345sunshine", "most used"],
    ["C0unterstrike", "most used"],
  ])("%j: %s", (password, word) => {
    expect(refusePassword(password, person)).toContain(word);
  });
});

describe("a password may be used", () => {
  it.each([
    "twelve chars",
    "correct horse battery staple",
    "møøse bites kånn be nasti",
    "我喜欢在雨天喝热的绿茶和看书呢",
    "Tr0ub4dor&3 was never good",
    "anna likes seventeen turtles",
    "the counterseat is behind the till",
    "x7#Lq9!vTz2@",
    "83920174love556172",
    "aB3$xQ9!".repeat(64).slice(0, 500) + "and the rest",
  ])("%j", (password) => {
    expect(refusePassword(password, person)).toBeNull();
  });

  it("when it is drawn: neither phrases of four words nor random signs are taken for a walk or a leak", () => {
    const words = (createRequire(import.meta.url)("@zxcvbn-ts/language-common") as { dictionary: Record<string, string[]> }).dictionary[
      "diceware-common"
    ];
    const signs = "abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789!#%+:=?@";
    let state = 7;
    const draw = (below: number) => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) % below;
    const refused: string[] = [];
    for (let i = 0; i < 4000; i++) {
      const phrase = Array.from({ length: 4 }, () => words?.[Math.floor(draw(1_000_000) * 1e-6 * (words?.length ?? 0))] ?? "").join(" ");
      const random = Array.from({ length: 16 }, () => signs[Math.floor(draw(1_000_000) * 1e-6 * signs.length)]).join("");
      for (const one of [phrase, random]) if (one.length >= 12 && refusePassword(one, person) !== null) refused.push(one);
    }
    expect(refused).toEqual([]);
  });
});

it("its answer holds nothing of the password", () => {
  for (const password of ["annaschmidt2026", "Password2026!", "qwertyuiopas"]) {
    expect(refusePassword(password, person)?.toLowerCase()).not.toContain(password.toLowerCase());
  }
});
