/**
 * A block-structured model of a journey. Every child of a sequence happens in order, exactly one child of an exclusive choice, all children of a
 * parallel block in any interleaving; a loop has two children: the first happens, and as long as it is repeated the second before each repetition.
 * @see S. J. J. Leemans, Robust Process Mining with Guarantees (2017), section 2.2.5
 */
export type ProcessTree =
  | { readonly kind: "activity"; readonly activity: string }
  | { readonly kind: "silent" }
  | { readonly kind: Operator; readonly children: readonly ProcessTree[] };

export type Operator = "sequence" | "exclusive" | "parallel" | "loop";

export const SILENT: ProcessTree = { kind: "silent" };

const SIGN: Readonly<Record<Operator, string>> = { sequence: "->", exclusive: "X", parallel: "+", loop: "*" };
const OPERATORS = Object.entries(SIGN) as readonly (readonly [Operator, string])[];

/** The tree in the field's text notation, as `->( 'a', X( 'b', tau ) )`. Quotes and backslashes in names are escaped by a backslash. */
export function treeText(tree: ProcessTree): string {
  if (tree.kind === "silent") return "tau";
  if (tree.kind === "activity") return `'${tree.activity.replaceAll(/[\\']/g, (sign) => `\\${sign}`)}'`;
  return `${SIGN[tree.kind]}( ${tree.children.map(treeText).join(", ")} )`;
}

/** Deeper than this a text is refused: it was not written by a miner, and reading it recurses. */
const DEEPEST = 1000;

/** Reads what {@link treeText} writes. @throws RangeError that names the position (0-based) where the text stops being a tree */
export function readTree(text: string): ProcessTree {
  let at = 0;
  const space = () => {
    while (/\s/.test(text.charAt(at))) at += 1;
  };
  const wrong = (wanted: string) => new RangeError(`process tree, character ${at}: expected ${wanted}`);
  const name = (): string => {
    let found = "";
    for (at += 1; text.charAt(at) !== "'"; at += 1) {
      if (text.charAt(at) === "\\") at += 1;
      if (at >= text.length) throw wrong("a closing quote");
      found += text.charAt(at);
    }
    at += 1;
    return found;
  };
  const node = (depth: number): ProcessTree => {
    space();
    if (depth > DEEPEST) throw wrong(`at most ${DEEPEST} levels`);
    if (text.charAt(at) === "'") return { kind: "activity", activity: name() };
    if (text.startsWith("tau", at)) {
      at += 3;
      return SILENT;
    }
    const operator = OPERATORS.find(([, sign]) => text.startsWith(sign, at));
    if (operator === undefined) throw wrong("a quoted name, tau, or one of -> X + *");
    at += operator[1].length;
    space();
    if (text.charAt(at) !== "(") throw wrong("(");
    const children: ProcessTree[] = [];
    do {
      at += 1;
      children.push(node(depth + 1));
      space();
    } while (text.charAt(at) === ",");
    if (text.charAt(at) !== ")") throw wrong(") or ,");
    if (operator[0] === "loop" && children.length !== 2) throw wrong(`two parts of a loop, got ${children.length}`);
    at += 1;
    return { kind: operator[0], children };
  };
  const tree = node(0);
  space();
  if (at !== text.length) throw wrong("the end");
  return tree;
}

/** The same tree with the children of exclusive and parallel blocks in order of their text: equal for trees that differ only in an order that means nothing. */
export function canonicalTree(tree: ProcessTree): ProcessTree {
  if (!("children" in tree)) return tree;
  const children = tree.children.map(canonicalTree);
  if (tree.kind === "sequence" || tree.kind === "loop") return { kind: tree.kind, children };
  const byText = children.map((child) => [treeText(child), child] as const).sort(([x], [y]) => (x < y ? -1 : x > y ? 1 : 0));
  return { kind: tree.kind, children: byText.map(([, child]) => child) };
}

/**
 * The same language in fewer nodes: blocks inside a block of their kind are opened, silent steps go from sequences and parallel blocks, a choice
 * has at most one silent branch, blocks of one child are that child.
 */
export function foldTree(tree: ProcessTree): ProcessTree {
  if (!("children" in tree)) return tree;
  const children = tree.children.map(foldTree);
  if (tree.kind === "loop") return foldedLoop(children);
  const kind = tree.kind;
  let open = children.flatMap((child) => (child.kind === kind ? child.children : [child]));
  if (kind === "exclusive") {
    const silent = open.findIndex((child) => child.kind === "silent");
    open = open.filter((child, at) => child.kind !== "silent" || at === silent);
  } else open = open.filter((child) => child.kind !== "silent");
  if (open.length === 0) return SILENT;
  return open.length === 1 && open[0] !== undefined ? open[0] : { kind, children: open };
}

function foldedLoop(children: readonly ProcessTree[]): ProcessTree {
  const [body = SILENT, redo = SILENT] = children;
  if (body.kind === "silent" && redo.kind === "silent") return SILENT;
  return { kind: "loop", children: [body, redo] };
}
