import type { Drawing } from "./chart-drawing.ts";

/** Twice the size on the screen, so that it stays sharp in print. */
const SCALE = 2;
/** What browsers draw on one canvas: so many points on a side, so many in all. */
const SIDE = 16_000;
const AREA = 120_000_000;

/** The drawing as a PNG at twice its size, less where that would be more than a browser can draw. */
export async function pngOf({ text, width, height }: Drawing): Promise<Blob> {
  const scale = Math.min(SCALE, SIDE / Math.max(width, height), Math.sqrt(AREA / (width * height)));
  const image = await loaded(text);
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(width * scale));
  canvas.height = Math.max(1, Math.round(height * scale));
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob === null ? reject(new Error("the browser did not make the picture")) : resolve(blob)), "image/png");
  });
}

async function loaded(text: string): Promise<HTMLImageElement> {
  const address = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
  try {
    return await new Promise((resolve, reject) => {
      const image = new Image();
      image.addEventListener("load", () => resolve(image));
      image.addEventListener("error", () => reject(new Error("the browser did not read the drawing")));
      image.src = address;
    });
  } finally {
    URL.revokeObjectURL(address);
  }
}
