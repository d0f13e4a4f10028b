/** As long as an id of the company's lists may be. */
const LONGEST = 80;

/** The id a stage, channel or segment gets that the company does not know by that name: no spaces, not too long, else unchanged. */
export function idOfName(name: string): string {
  const id = name.trim().replaceAll(/[\s/?#]+/g, "-");
  if (id.length <= LONGEST) return id === "" ? "-" : id;
  // Two long names that begin alike stay two: the end of the id is a sum over the whole name (FNV-1a).
  let sum = 0x811c9dc5;
  for (let i = 0; i < id.length; i += 1) sum = Math.imul(sum ^ id.charCodeAt(i), 0x01000193);
  const end = (sum >>> 0).toString(16).padStart(8, "0");
  return `${id.slice(0, LONGEST - 9).replace(/\p{Surrogate}/gu, "")}-${end}`;
}

/** What such an entry is called until somebody names it. */
export function labelOfId(id: string): string {
  const words = id.replaceAll(/[_-]+/g, " ").trim();
  return words === "" ? id : words.charAt(0).toUpperCase() + words.slice(1);
}
