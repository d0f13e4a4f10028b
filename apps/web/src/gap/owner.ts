type Person = { id: string; name: string; title: string };

/** How a person stands in the list: two of one name are told apart by what they do. */
export function labelOf(person: Person | null): string {
  if (person === null) return "";
  return person.title === "" ? person.name : `${person.name}, ${person.title}`;
}

/** Who is meant by what was chosen or typed: somebody the company knows, else a person to be added. Null for nothing. */
export function ownerOf(typed: string, people: readonly Person[]): { ownerId: string; ownerName?: string } | null {
  const text = typed.trim();
  if (text === "") return null;
  const known =
    people.find((person) => labelOf(person) === text) ?? people.find((person) => person.name.toLowerCase() === text.toLowerCase());
  if (known !== undefined) return { ownerId: known.id };
  return { ownerId: idFrom(text, new Set(people.map((person) => person.id))), ownerName: text };
}

/** A readable id from a name, numbered when it is taken. */
function idFrom(name: string, taken: ReadonlySet<string>): string {
  const plain = name.normalize("NFKD").replaceAll(/\p{M}/gu, "").toLowerCase();
  const base =
    plain
      .replaceAll(/[^\p{L}\p{N}]+/gu, "-")
      .replaceAll(/^-|-$/g, "")
      .slice(0, 60) || "person";
  for (let n = 1; ; n++) {
    const id = n === 1 ? base : `${base}-${n}`;
    if (!taken.has(id)) return id;
  }
}
