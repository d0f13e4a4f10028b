/** CSV by RFC 4180. A cell that a spreadsheet would run as a formula is led by an apostrophe. */
export function toCsv(header: readonly string[], rows: readonly (readonly string[])[]): string {
  return [header, ...rows].map((cells) => cells.map(cell).join(",")).join("\r\n") + "\r\n";
}

function cell(value: string): string {
  const safe = /^[=+@\t\r]|^-(?![\d.,]+$)/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
