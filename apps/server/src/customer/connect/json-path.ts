/** Whole numbers and decimals as they are written, so that neither cents nor long ids lose a digit on the way. */
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** JSON whose numbers are texts. @throws SyntaxError */
export function parseExact(text: string): unknown {
  return JSON.parse(text.replace(TOKEN, (found) => (found.startsWith('"') || /[eE]/.test(found) ? found : `"${found}"`))) as unknown;
}

/** What stands at `data.items` or `items.0.id`; the value itself for an empty path, undefined where nothing stands. */
export function at(value: unknown, path: string): unknown {
  let found = value;
  for (const name of path === "" ? [] : path.split(".")) {
    if (typeof found !== "object" || found === null || !Object.hasOwn(found, name)) return undefined;
    found = (found as Record<string, unknown>)[name];
  }
  return found;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
