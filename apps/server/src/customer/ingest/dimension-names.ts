/** The id a stage, channel or segment gets that the company does not know by that name: no spaces, else unchanged. */
export function idOfName(name: string): string {
  return name.trim().replaceAll(/[\s/?#]+/g, "-");
}

/** What such an entry is called until somebody names it. */
export function labelOfId(id: string): string {
  const words = id.replaceAll(/[_-]+/g, " ").trim();
  return words === "" ? id : words.charAt(0).toUpperCase() + words.slice(1);
}
