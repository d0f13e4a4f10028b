import { decodeText } from "./decode-text.ts";
import { guardedXml, type XmlHandlers } from "./guarded-xml.ts";
import type { Limits } from "./limits.ts";
import { type Archive, openArchive } from "./open-archive.ts";
import { ReadingError } from "./reading-error.ts";

/** An Excel workbook (ECMA-376), open. */
export interface Workbook {
  /** Visible sheets in their order. */
  readonly sheets: readonly Sheet[];
  /** Texts that cells name by number. */
  readonly texts: readonly string[];
  /** By the number of a cell's style: whether it shows a number as a date or time. */
  readonly isTime: readonly boolean[];
  /** Days are counted from 1904 on, as the first Macintosh did. */
  readonly from1904: boolean;
  /** Reads a part of the archive as XML. */
  part(name: string, handlers: XmlHandlers): AsyncGenerator<void>;
  bytesRead(): number;
  close(): void;
}
export interface Sheet {
  readonly name: string;
  readonly part: string;
}

const WORKBOOK = "xl/workbook.xml";
/** Characters of all shared texts together: they are kept in memory while a sheet is read. */
const MOST_TEXT = 128 * 1024 ** 2;

/** Whether an archive is a workbook. */
export const isWorkbook = (archive: Pick<Archive, "names">): boolean => archive.names.includes(WORKBOOK);

export const openWorkbook = async (path: string, limits: Limits): Promise<Workbook> => {
  const archive = await openArchive(path, limits);
  async function* part(name: string, handlers: XmlHandlers): AsyncGenerator<void> {
    const xml = guardedXml(limits, handlers);
    for await (const text of decodeText(archive.open(name), "utf-8", "throw")) {
      xml.write(text);
      yield;
    }
    xml.close();
  }
  const whole = async (name: string, handlers: XmlHandlers): Promise<void> => {
    if (!archive.names.includes(name)) return;
    const reading = part(name, handlers);
    while ((await reading.next()).done !== true);
  };
  try {
    const { sheets, from1904 } = await readSheets(whole);
    const kept = sheets.filter((sheet) => archive.names.includes(sheet.part));
    if (kept.length === 0)
      throw new ReadingError({
        code: "unknown-format",
        message: "The workbook has no visible sheet with cells.",
        fix: "Save the sheet as CSV.",
      });
    const [texts, isTime] = [await readTexts(whole), await readStyles(whole)];
    return { sheets: kept, texts, isTime, from1904, part, bytesRead: archive.bytesRead, close: archive.close };
  } catch (error) {
    archive.close();
    throw error;
  }
};

type Whole = (name: string, handlers: XmlHandlers) => Promise<void>;

async function readSheets(whole: Whole): Promise<{ sheets: Sheet[]; from1904: boolean }> {
  const targets = new Map<string, string>();
  await whole("xl/_rels/workbook.xml.rels", {
    open(name, { Id, Target }) {
      if (name === "Relationship" && Id !== undefined && Target !== undefined)
        targets.set(Id, Target.startsWith("/") ? Target.slice(1) : `xl/${Target}`);
    },
    close: () => undefined,
  });
  const sheets: Sheet[] = [];
  let from1904 = false;
  await whole(WORKBOOK, {
    open(name, attributes) {
      if (name === "workbookPr") from1904 = attributes["date1904"] === "1" || attributes["date1904"] === "true";
      if (name !== "sheet" || (attributes["state"] ?? "visible") !== "visible") return;
      const target = targets.get(attributes["r:id"] ?? attributes["id"] ?? "");
      // Charts and macros are sheets too, elsewhere in the archive.
      if (target?.includes("worksheets/") === true) sheets.push({ name: attributes["name"] ?? "", part: target });
    },
    close: () => undefined,
  });
  return { sheets, from1904 };
}

async function readTexts(whole: Whole): Promise<string[]> {
  const texts: string[] = [];
  let text = "";
  let total = 0;
  let open = false;
  await whole("xl/sharedStrings.xml", {
    open(name, _attributes, around) {
      if (name === "si") text = "";
      // How a word is read aloud (Japanese) is not part of the word.
      open = name === "t" && !around.includes("rPh");
    },
    text(piece) {
      if (open) text += piece;
    },
    close(name) {
      if (name === "t") open = false;
      if (name !== "si") return;
      total += text.length;
      if (total > MOST_TEXT)
        throw new ReadingError({
          code: "limit",
          message: "The workbook holds more text than can be kept in memory.",
          fix: "Save the sheet as CSV.",
        });
      texts.push(text);
    },
  });
  return texts;
}

/** Built-in formats that show dates or times; elapsed hours ([h]:mm, 46) are an amount. */
const BUILT_IN = new Set([14, 15, 16, 17, 18, 19, 20, 21, 22, 27, 28, 29, 30, 31, 34, 35, 36, 45, 47, 50, 51, 52, 53, 54, 55, 56, 57, 58]);

async function readStyles(whole: Whole): Promise<boolean[]> {
  const times = new Set(BUILT_IN);
  const isTime: boolean[] = [];
  await whole("xl/styles.xml", {
    open(name, { numFmtId, formatCode }, around) {
      if (name === "numFmt" && formatCode !== undefined && showsTime(formatCode)) times.add(Number(numFmtId));
      if (name === "xf" && around.at(-1) === "cellXfs") isTime.push(times.has(Number(numFmtId ?? 0)));
    },
    close: () => undefined,
  });
  return isTime;
}

/** Whether a number format's code has a part of a date: quoted words, colours and locales in brackets do not count. */
const showsTime = (code: string): boolean => {
  if (/\[(?:h+|m+|s+)\]/i.test(code)) return false;
  return /[dmyhs]/i.test(code.replaceAll(/"[^"]*"|\[[^\]]*\]|\\./g, "").replaceAll(/general/gi, ""));
};
