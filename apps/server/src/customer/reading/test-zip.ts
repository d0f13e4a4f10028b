import { crc32, deflateRawSync } from "node:zlib";

/** A ZIP archive (PKWARE APPNOTE 6.3) with these files, for tests: deflated, in one piece. */
export const zip = (files: Readonly<Record<string, string | Buffer>>): Buffer => {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const [name, content] of Object.entries(files)) {
    const bytes = Buffer.from(content);
    const packed = deflateRawSync(bytes);
    const path = Buffer.from(name);
    const shared = Buffer.alloc(26);
    shared.writeUInt16LE(20, 0); // version needed
    shared.writeUInt16LE(0x0800, 2); // names are UTF-8
    shared.writeUInt16LE(8, 4); // deflate
    shared.writeUInt32LE(crc32(bytes), 10);
    shared.writeUInt32LE(packed.length, 14);
    shared.writeUInt32LE(bytes.length, 18);
    shared.writeUInt16LE(path.length, 22);
    const local = Buffer.concat([Buffer.from("504b0304", "hex"), shared, path, packed]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(at, 10);
    directory.push(Buffer.concat([Buffer.from("504b01021400", "hex"), shared, tail, path]));
    locals.push(local);
    at += local.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(directory.length, 8);
  end.writeUInt16LE(directory.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...locals, central, end]);
};

const escaped = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");

/** A cell: text, a number, a date as days since 1900 in style 1, or XML of its own. */
export type TestCell = string | number | { readonly days: number } | { readonly xml: string } | null;

/** A workbook (ECMA-376) with these sheets, the first row of each on top. */
export const workbook = (sheets: Readonly<Record<string, readonly (readonly TestCell[])[]>>, hidden: readonly string[] = []): Buffer => {
  const names = Object.keys(sheets);
  const letter = (at: number): string =>
    (at < 26 ? "" : String.fromCharCode(64 + Math.floor(at / 26))) + String.fromCharCode(65 + (at % 26));
  const cell = (value: TestCell, at: number, row: number): string => {
    const place = `${letter(at)}${row + 1}`;
    if (value === null) return "";
    if (typeof value === "string") return `<c r="${place}" t="inlineStr"><is><t xml:space="preserve">${escaped(value)}</t></is></c>`;
    if (typeof value === "number") return `<c r="${place}"><v>${value}</v></c>`;
    return "days" in value ? `<c r="${place}" s="1"><v>${value.days}</v></c>` : value.xml.replaceAll("PLACE", place);
  };
  const sheet = (rows: readonly (readonly TestCell[])[]): string =>
    `<worksheet><sheetData>${rows.map((cells, row) => `<row r="${row + 1}">${cells.map((value, at) => cell(value, at, row)).join("")}</row>`).join("")}</sheetData></worksheet>`;
  return zip({
    "[Content_Types].xml": "<Types/>",
    "xl/workbook.xml": `<workbook xmlns:r="r"><sheets>${names.map((name, i) => `<sheet name="${escaped(name)}" sheetId="${i + 1}" r:id="rId${i + 1}"${hidden.includes(name) ? ' state="hidden"' : ""}/>`).join("")}</sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": `<Relationships>${names.map((_, i) => `<Relationship Id="rId${i + 1}" Target="worksheets/sheet${i + 1}.xml"/>`).join("")}</Relationships>`,
    "xl/styles.xml":
      '<styleSheet><numFmts><numFmt numFmtId="164" formatCode="dd/mm/yyyy hh:mm"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs></styleSheet>',
    "xl/sharedStrings.xml": "<sst><si><t>shared</t></si><si><r><t>two </t></r><r><t>runs</t></r></si></sst>",
    ...Object.fromEntries(names.map((name, i) => [`xl/worksheets/sheet${i + 1}.xml`, sheet(sheets[name] ?? [])])),
  });
};
