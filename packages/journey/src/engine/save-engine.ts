import { compact, type Engine, engineOf } from "./engine.ts";
import type { KernelSet } from "./kernel-set.ts";
import { type Segment, word } from "./segment.ts";
import { xxHash32 } from "./typescript-kernels.ts";
import { fastestKernels } from "./wasm-kernels.ts";

/** "CSJE" in the order the bytes are written. */
const MAGIC = 0x454a5343;
/** Raise it whenever header words, columns or the order of anything in them changes. */
const VERSION = 1;
/** Magic, version, bytes and checksum of the names, bytes and checksum of the memory; little-endian u32, then zeros. */
const PREFIX_BYTES = 32;

/**
 * The engine as bytes, so that a restart sorts nothing again: names, then the memory as it is. Merges the tail first, so equal events give equal bytes
 * whatever order they came in.
 */
export function saveEngine(engine: Engine): Uint8Array {
  compact(engine);
  const names = asciiOf(JSON.stringify(engine.activities));
  const used = word(engine.main, "used");
  const bytes = new Uint8Array(PREFIX_BYTES + names.length + used);
  const prefix = new DataView(bytes.buffer);
  const { kernels } = engine.main;
  for (const [i, value] of [MAGIC, VERSION, names.length, xxHash32(names), used, kernels.checksum(0, used)].entries()) {
    prefix.setUint32(i * 4, value, true);
  }
  bytes.set(names, PREFIX_BYTES);
  bytes.set(new Uint8Array(kernels.buffer(), 0, used), PREFIX_BYTES + names.length);
  return bytes;
}

/**
 * An engine from what `saveEngine` gave.
 * @throws RangeError when the bytes are of another kind or version, cut, lengthened or damaged; the remedy is to open the log again.
 */
export function loadEngine(bytes: Uint8Array, kernels: () => KernelSet = fastestKernels): Engine {
  const refuse = (what: string): never => {
    throw new RangeError(`saved journey engine: ${what}; open the log from its events again`);
  };
  const prefix = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < PREFIX_BYTES || prefix.getUint32(0, true) !== MAGIC) return refuse("these bytes are none");
  const [version, names, namesSum, used, usedSum] = [4, 8, 12, 16, 20].map((at) => prefix.getUint32(at, true));
  if (version !== VERSION) return refuse(`version ${version}, this program reads ${VERSION}`);
  const wanted = PREFIX_BYTES + names + used;
  if (bytes.length !== wanted) return refuse(`${bytes.length} bytes, its header says ${wanted}`);
  for (let at = 24; at < PREFIX_BYTES; at += 1) if (bytes[at] !== 0) return refuse("the header is damaged");
  const text = bytes.subarray(PREFIX_BYTES, PREFIX_BYTES + names);
  if (xxHash32(text) !== namesSum) return refuse("the names are damaged");
  const set = kernels();
  set.reserve(used);
  new Uint8Array(set.buffer(), 0, used).set(bytes.subarray(PREFIX_BYTES + names));
  const main: Segment = { kernels: set };
  if (set.checksum(0, used) !== usedSum) return refuse("the columns are damaged");
  return engineOf(JSON.parse(Array.from(text, (byte) => String.fromCharCode(byte)).join("")) as string[], main, kernels);
}

/** JSON with everything beyond ASCII escaped, a byte a character. */
function asciiOf(json: string): Uint8Array {
  const escaped = json.replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
  return Uint8Array.from(escaped, (character) => character.charCodeAt(0));
}
