/** The target of rel="next" in a Link header (RFC 8288); null where there is none. Several headers arrive joined by commas. */
export function nextLink(header: string | string[] | undefined): string | null {
  const text = Array.isArray(header) ? header.join(",") : (header ?? "");
  const LINK = /<([^<>]*)>((?:\s*;\s*[\w!#$&+.^`|~-]+\*?\s*(?:=\s*(?:"(?:[^"\\]|\\.)*"|[^\s;,"]+))?)*)/g;
  for (const [, target = "", parameters = ""] of text.matchAll(LINK)) {
    // Of several rel parameters the first counts; it holds words with blanks between them.
    const rel = /;\s*rel\s*=\s*(?:"([^"]*)"|([^\s;,"]+))/i.exec(parameters);
    const words = (rel?.[1] ?? rel?.[2] ?? "").toLowerCase().split(/\s+/);
    if (words.includes("next")) return target;
  }
  return null;
}
