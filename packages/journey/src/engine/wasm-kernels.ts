import { typescriptKernels } from "./typescript-kernels.ts";
import type { KernelSet } from "./kernel-set.ts";
import { WASM_BASE64 } from "./wasm-module.generated.ts";

/** What of the WebAssembly interface is used; the package knows neither a browser's types nor a server's. */
type Wasm = {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Memory: new (size: { initial: number; maximum: number }) => {
    readonly buffer: ArrayBufferLike;
    readonly grow: (pages: number) => number;
  };
  readonly Instance: new (module: object, imports: object) => { readonly exports: Exports };
};

type Exports = Omit<KernelSet, "kind" | "buffer" | "reserve" | "collectWaits"> & {
  readonly collectWaits: (slots: number, cohort: number, targets: number, cursors: number, out: number) => void;
};

const PAGE = 65_536;
/** 4 GiB, the most a memory can have: about 250 million events. */
const MOST_PAGES = 65_536;

let compiled: object | null | undefined;

/**
 * Kernels in WASM with a memory of their own, or null where there is no WebAssembly or a content security policy forbids it
 * ('wasm-unsafe-eval').
 */
export function wasmKernels(): KernelSet | null {
  const wasm = (globalThis as { readonly WebAssembly?: Wasm }).WebAssembly;
  if (wasm === undefined) return null;
  compiled ??= compiledModule(wasm);
  if (compiled === null) return null;
  const memory = new wasm.Memory({ initial: 1, maximum: MOST_PAGES });
  const { exports } = new wasm.Instance(compiled, { env: { memory } });
  return {
    ...exports,
    kind: "wasm",
    buffer: () => memory.buffer,
    reserve: (bytes) => {
      if (bytes > MOST_PAGES * PAGE) throw new RangeError(`a journey engine holds at most 4 GiB, this log needs ${bytes} bytes; split it`);
      const missing = Math.ceil(bytes / PAGE) - memory.buffer.byteLength / PAGE;
      if (missing > 0) memory.grow(missing);
    },
    collectWaits: ({ slots, cohort, targets, cursors, out }) => exports.collectWaits(slots, cohort, targets, cursors, out),
    checksum: (address, length) => exports.checksum(address, length) >>> 0,
  };
}

/** WASM where it may run, else TypeScript. */
export function fastestKernels(): KernelSet {
  return wasmKernels() ?? typescriptKernels();
}

function compiledModule(wasm: Wasm): object | null {
  try {
    return new wasm.Module(bytesOf(WASM_BASE64));
  } catch {
    return null;
  }
}

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Base 64 by hand: neither `atob` nor `Buffer` is part of the language. */
function bytesOf(text: string): Uint8Array {
  const digits = text.replace(/=+$/, "");
  const bytes = new Uint8Array(Math.floor((digits.length * 3) / 4));
  let bits = 0;
  let held = 0;
  let at = 0;
  for (const digit of digits) {
    bits = ((bits << 6) | DIGITS.indexOf(digit)) & 0xffff;
    held += 6;
    if (held < 8) continue;
    held -= 8;
    bytes[at++] = (bits >>> held) & 0xff;
  }
  return bytes;
}
