/** Names as columns carry them: without zero bytes, trimmed, `column 3` where empty, made unique where repeated. */
export const uniqueNames = (cells: readonly string[]): string[] => {
  const taken = new Set<string>();
  return cells.map((cell, index) => {
    const plain = cell.replaceAll("\0", "").trim();
    let name = plain.length === 0 ? `column ${index + 1}` : plain;
    if (taken.has(name)) name = `${name} (column ${index + 1})`;
    while (taken.has(name)) name = `${name}'`;
    taken.add(name);
    return name;
  });
};

export const numberedNames = (width: number): string[] => Array.from({ length: width }, (_, index) => `column ${index + 1}`);
