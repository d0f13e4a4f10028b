import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { CounterseatError } from "../errors.ts";
import { CHUNK_BYTES, MAGIC } from "./format.ts";
import { openContainer } from "./read-container.ts";
import { createContainer } from "./write-container.ts";

const scratch = mkdtempSync(join(tmpdir(), "counterseat-container-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

async function write(name: string, entries: Readonly<Record<string, Buffer>>, manifest: string): Promise<string> {
  const path = join(scratch, name);
  const writer = await createContainer(path);
  for (const [entry, content] of Object.entries(entries)) {
    const made = await writer.entry(entry, true);
    // In pieces of odd sizes: chunks of the file are not those of its writer.
    for (let at = 0; at < content.length; at += 70_001) await made.write(content.subarray(at, at + 70_001));
    expect(await made.end()).toMatchObject({ name: entry, bytes: content.length });
  }
  const bytes = await writer.finish(Buffer.from(manifest));
  await writer.close();
  expect(statSync(path)).toMatchObject({ size: bytes });
  return path;
}

async function read(path: string): Promise<{ manifest: string; entries: Record<string, Buffer> }> {
  const container = await openContainer(path);
  try {
    const entries: Record<string, Buffer> = {};
    for await (const entry of container.entries()) {
      const parts: Buffer[] = [];
      for await (const part of entry.content) parts.push(part);
      entries[entry.name] = Buffer.concat(parts);
    }
    return { manifest: container.manifest.toString(), entries };
  } finally {
    await container.close();
  }
}

test("what is written comes back, whatever its length and however well it packs", async () => {
  const entries = {
    empty: Buffer.alloc(0),
    "one byte": Buffer.from("x"),
    "exactly one chunk": Buffer.alloc(CHUNK_BYTES, "a"),
    "a byte more than two chunks of noise": randomBytes(2 * CHUNK_BYTES + 1),
    "twelve chunks of text": Buffer.from("a line of text that packs well\n".repeat(420_000)),
    "ünïcode/name.jsonl": Buffer.from("[]\n"),
  };
  const path = await write("whole", entries, `{"a":1}`);
  const found = await read(path);
  expect(found.manifest).toBe(`{"a":1}`);
  expect(Object.keys(found.entries)).toEqual(Object.keys(entries));
  for (const [name, content] of Object.entries(entries)) expect(found.entries[name]?.equals(content), name).toBe(true);
  expect(statSync(path).size).toBeLessThan(4 * CHUNK_BYTES); // noise is stored, the rest is packed
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test("every changed byte, every cut and every addition is refused", async () => {
  const path = await write("small", { "records/a.jsonl": Buffer.from('["1","é"]\n'.repeat(9)), "log/1.log": randomBytes(40) }, `{"b":2}`);
  const whole = readFileSync(path);
  expect(whole.length).toBeLessThan(500);
  const changed = join(scratch, "changed");
  const refused = async (bytes: Buffer, what: string) => {
    writeFileSync(changed, bytes);
    const error = await openContainer(changed).then(
      () => null,
      (failure: unknown) => failure,
    );
    expect(error, what).toBeInstanceOf(CounterseatError);
    expect(error, what).toMatchObject({ code: "invalid", message: expect.stringMatching(/^This backup /), fix: expect.any(String) });
  };
  for (let at = 0; at < whole.length; at++) {
    for (const flip of [0x01, 0x80, 0xff]) {
      const bytes = Buffer.from(whole);
      bytes[at] = (bytes[at] ?? 0) ^ flip;
      await refused(bytes, `byte ${at} ^ ${flip}`);
    }
  }
  for (let length = 0; length < whole.length; length++) await refused(whole.subarray(0, length), `cut to ${length}`);
  for (const more of [Buffer.from([0]), Buffer.from("\n"), whole, whole.subarray(-56)])
    await refused(Buffer.concat([whole, more]), `${more.length} bytes more`);
});

test("other files are told apart from damaged ones and from newer ones", async () => {
  const path = join(scratch, "other");
  await expect(openContainer(join(scratch, "nowhere"))).rejects.toMatchObject({ code: "not-found" });
  writeFileSync(path, "customer,time\n1,2026-01-01T00:00:00Z\n".repeat(20));
  await expect(openContainer(path)).rejects.toMatchObject({ message: expect.stringContaining("does not begin like a backup") });
  const newer = readFileSync(join(scratch, "small"));
  newer.write("2", MAGIC.length - 2);
  writeFileSync(path, newer);
  await expect(openContainer(path)).rejects.toMatchObject({ message: expect.stringContaining("newer format") });
});

test("an existing file is never written over", async () => {
  await expect(createContainer(join(scratch, "small"))).rejects.toMatchObject({ code: "EEXIST" });
});
