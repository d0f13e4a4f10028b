/** What XML 1.0 cannot hold, not even as a character reference: most control characters and halves of surrogate pairs. */
const FORBIDDEN = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;

const REFERENCES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  // A parser turns bare white space in attributes into spaces; as references it survives.
  "\t": "&#9;",
  "\n": "&#10;",
  "\r": "&#13;",
};

/**
 * Escapes a value for an attribute in double quotes or for text.
 * @throws RangeError when the value holds a character that no XML document can hold.
 */
export function xmlText(value: string): string {
  const bad = FORBIDDEN.exec(value);
  if (bad !== null) {
    const code = bad[0].charCodeAt(0).toString(16).padStart(4, "0");
    throw new RangeError(`${JSON.stringify(value.slice(0, 60))} holds the character U+${code}, which XML cannot hold; remove it`);
  }
  return value.replace(/[&<>"\t\n\r]/g, (character) => REFERENCES[character] ?? character);
}

/** ` name="value"` for each attribute, in order. */
export function xmlAttributes(attributes: Readonly<Record<string, string | number>>): string {
  return Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${xmlText(String(value))}"`)
    .join("");
}
