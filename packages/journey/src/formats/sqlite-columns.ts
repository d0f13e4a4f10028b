export type SqliteColumn = {
  readonly name: string;
  /** As declared, in capitals; "" when nothing is. */
  readonly type: string;
  /** True when the column is another name of the row id, which rows do not hold themselves. */
  readonly rowId: boolean;
};

/** What may begin a part of CREATE TABLE that is no column. */
const CONSTRAINTS = new Set(["CONSTRAINT", "PRIMARY", "FOREIGN", "UNIQUE", "CHECK"]);
/** What ends the type of a column. */
const AFTER_TYPE = new Set([
  "CONSTRAINT",
  "PRIMARY",
  "NOT",
  "NULL",
  "UNIQUE",
  "CHECK",
  "DEFAULT",
  "COLLATE",
  "REFERENCES",
  "GENERATED",
  "AS",
]);

type Word = { readonly text: string; readonly quoted: boolean };

/** Reads the columns out of a CREATE TABLE statement as the database keeps it. */
export function columnsOfTable(sql: string): SqliteColumn[] {
  const parts = partsOf(sql);
  const columns = parts.filter(([first]) => first !== undefined && (first.quoted || !CONSTRAINTS.has(first.text.toUpperCase())));
  const key = parts.find(
    ([first, second]) => first?.quoted === false && /^PRIMARY$/i.test(first.text) && /^KEY$/i.test(second?.text ?? ""),
  );
  const keyNames = (key ?? [])
    .slice(2)
    .filter(({ text }) => !/^[(),]$/.test(text))
    .map(({ text }) => text.toLowerCase());
  return columns.map(([name, ...rest]) => {
    const end = rest.findIndex(({ text, quoted }) => !quoted && AFTER_TYPE.has(text.toUpperCase()));
    const type = (end === -1 ? rest : rest.slice(0, end)).map(({ text }) => text.toUpperCase()).join(" ");
    const primary = rest.some(({ text, quoted }, i) => !quoted && /^PRIMARY$/i.test(text) && /^KEY$/i.test(rest[i + 1]?.text ?? ""));
    const alone = keyNames.length === 1 && keyNames[0] === name.text.toLowerCase();
    return { name: name.text, type, rowId: type === "INTEGER" && (primary || alone) };
  });
}

/** The words of each part between the outer brackets. */
function partsOf(sql: string): Word[][] {
  const parts: Word[][] = [[]];
  let depth = 0;
  const tokens = /--[^\n]*|\/\*[\s\S]*?\*\/|"((?:[^"]|"")*)"|`((?:[^`]|``)*)`|\[([^\]]*)\]|'((?:[^']|'')*)'|([(),])|([^\s(),"'`[]+)/g;
  for (const [, double, tick, bracket, single, sign, word] of sql.matchAll(tokens)) {
    const quoted = double?.replaceAll('""', '"') ?? tick?.replaceAll("``", "`") ?? bracket ?? single?.replaceAll("''", "'");
    if (sign === ")") depth -= 1;
    if (sign === "," && depth === 1) parts.push([]);
    else if (depth >= 1 && (quoted !== undefined || word !== undefined || sign !== undefined)) {
      parts.at(-1)?.push({ text: quoted ?? word ?? sign, quoted: quoted !== undefined });
    }
    if (sign === "(") depth += 1;
    if (sign === ")" && depth === 0) break;
  }
  return parts;
}
