import { deflateSync, inflateSync } from "node:zlib";

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const COLOURS = 256;

/**
 * A picture of a screen in 256 colours, a third of its size: the most frequent colours stay as they are, every other one becomes the
 * nearest of them. Takes what Chromium writes: eight bits, red green blue (and opacity, which is left out), not interlaced.
 *
 * @throws for any other PNG
 */
export function inFewColours(png: Buffer): Buffer {
  const { width, height, pixels } = decode(png);
  const counts = new Map<number, number>();
  for (const pixel of pixels) counts.set(pixel, (counts.get(pixel) ?? 0) + 1);
  const kept = [...counts].sort((one, other) => other[1] - one[1]).slice(0, COLOURS).map(([colour]) => colour); // prettier-ignore
  const places = new Map([...counts.keys()].map((colour) => [colour, nearest(colour, kept)]));
  const lines = Buffer.alloc(height * (width + 1));
  for (const [at, pixel] of pixels.entries()) lines[at + Math.floor(at / width) + 1] = places.get(pixel) ?? 0;
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 3, 0, 0, 0], 8);
  const palette = Buffer.from(kept.flatMap((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255]));
  return Buffer.concat([
    SIGNATURE,
    chunk("IHDR", head),
    chunk("PLTE", palette),
    chunk("IDAT", deflateSync(lines, { level: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function nearest(colour: number, kept: readonly number[]): number {
  const exact = kept.indexOf(colour);
  if (exact >= 0) return exact;
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (const [at, each] of kept.entries()) {
    const [red, green, blue] = [(colour >> 16) - (each >> 16), ((colour >> 8) & 255) - ((each >> 8) & 255), (colour & 255) - (each & 255)];
    const far = 2 * red * red + 4 * green * green + blue * blue;
    if (far < least) [best, least] = [at, far];
  }
  return best;
}

function decode(png: Buffer): { width: number; height: number; pixels: Uint32Array } {
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
  const [depth, kind, interlaced] = [png[24], png[25], png[28]];
  const size = kind === 2 ? 3 : 4;
  if (depth !== 8 || (kind !== 2 && kind !== 6) || interlaced !== 0) throw new Error("not a PNG as Chromium writes it");
  const packed: Buffer[] = [];
  for (let at = 8; at < png.length;) {
    const length = png.readUInt32BE(at);
    if (png.toString("latin1", at + 4, at + 8) === "IDAT") packed.push(png.subarray(at + 8, at + 8 + length));
    at += length + 12;
  }
  const data = inflateSync(Buffer.concat(packed));
  const stride = width * size;
  const pixels = new Uint32Array(width * height);
  let above = new Uint8Array(stride);
  for (let y = 0; y < height; y++) {
    const from = y * (stride + 1);
    const line = unfiltered({ filter: data[from] ?? 0, line: data.subarray(from + 1, from + 1 + stride), above, size });
    for (let x = 0; x < width; x++) {
      const at = x * size;
      pixels[y * width + x] = ((line[at] ?? 0) << 16) | ((line[at + 1] ?? 0) << 8) | (line[at + 2] ?? 0);
    }
    above = line;
  }
  return { width, height, pixels };
}

/** The five filters of PNG (W3C PNG, section 9). */
function unfiltered({
  filter,
  line,
  above,
  size,
}: {
  filter: number;
  line: Uint8Array;
  above: Uint8Array;
  size: number;
}): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(line);
  for (let at = 0; at < out.length; at++) {
    const left = at < size ? 0 : (out[at - size] ?? 0);
    const up = above[at] ?? 0;
    const corner = at < size ? 0 : (above[at - size] ?? 0);
    const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter] ?? 0;
    out[at] = (out[at] ?? 0) + guess;
  }
  return out;
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const [toLeft, toUp, toCorner] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  if (toLeft <= toUp && toLeft <= toCorner) return left;
  return toUp <= toCorner ? up : corner;
}

function chunk(kind: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(kind, "latin1"), data]);
  const out = Buffer.alloc(data.length + 12);
  out.writeUInt32BE(data.length, 0);
  named.copy(out, 4);
  out.writeUInt32BE(checksum(named), data.length + 8);
  return out;
}

function checksum(bytes: Uint8Array): number {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
  }
  return (sum ^ 0xffffffff) >>> 0;
}
