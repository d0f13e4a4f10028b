/** The part of the Encoding standard used here: every browser, worker and Node has it, but packages are typed without a platform. */
type Decoder = { decode(bytes?: Uint8Array, options?: { readonly stream: boolean }): string };
type DecoderClass = new (label: string, options: { readonly fatal: boolean }) => Decoder;

/** The XML declaration has to stand in the first bytes, in letters every encoding but UTF-16 shares with ASCII. */
const DECLARED = /^<\?xml[^>]*?encoding\s*=\s*["']([\w.-]+)["']/;

export type ByteDecoder = { readonly push: (bytes: Uint8Array) => string; readonly end: () => string };

/**
 * Turns the bytes of an XML document into text, in the encoding of its byte order mark or declaration, else UTF-8.
 * The first bytes are expected to hold the whole declaration, as any file or network chunk does.
 * @throws RangeError when the encoding is unknown or the bytes are not of it.
 */
export function byteDecoder(): ByteDecoder {
  let decoder: Decoder | null = null;
  let label = "utf-8";
  const decode = (bytes: Uint8Array | undefined, stream: boolean): string => {
    try {
      decoder ??= opened(label, true);
      return decoder.decode(bytes, { stream });
    } catch (cause) {
      throw new RangeError(`the bytes are not ${label} text: save the file as UTF-8`, { cause });
    }
  };
  return {
    push: (bytes) => {
      if (decoder === null) label = encodingOf(bytes);
      return decode(bytes, true);
    },
    end: () => decode(undefined, false),
  };
}

function opened(label: string, fatal: boolean): Decoder {
  const { TextDecoder } = globalThis as unknown as { readonly TextDecoder: DecoderClass };
  return new TextDecoder(label, { fatal });
}

function encodingOf(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
  return DECLARED.exec(String.fromCharCode(...bytes.subarray(0, 200)).replace(/^\u00ef\u00bb\u00bf/, ""))?.[1] ?? "utf-8";
}

/** Text in a known encoding; what is not of it becomes the replacement character. */
export function textOf(bytes: Uint8Array, label: string): string {
  return opened(label, false).decode(bytes);
}
