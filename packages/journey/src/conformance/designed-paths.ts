import type { ProcessTree } from "../discover/process-tree.ts";

/** What a model allows at its ends and between neighbours, by name, each once. */
export type DesignedPaths = {
  readonly steps: readonly string[];
  /** Steps with which a run may begin, and with which it may end. */
  readonly starts: readonly string[];
  readonly ends: readonly string[];
  /** Pairs of which the second may come next after the first. */
  readonly pairs: readonly (readonly [from: string, to: string])[];
};

type Part = { readonly silent: boolean; readonly first: ReadonlySet<string>; readonly last: ReadonlySet<string> };

/**
 * The directly-follows relation of a process tree's language.
 * @see V. M. Glushkov, The abstract theory of automata (1961), for first, last and follow of expressions; parallel blocks follow each other wholly
 */
export function designedPaths(tree: ProcessTree): DesignedPaths {
  const steps = new Set<string>();
  const pairs = new Map<string, readonly [string, string]>();
  const follow = (from: Iterable<string>, to: Iterable<string>) => {
    const next = [...to];
    for (const one of from) for (const other of next) pairs.set(JSON.stringify([one, other]), [one, other]);
  };
  const union = (parts: readonly ReadonlySet<string>[]) => new Set(parts.flatMap((part) => [...part]));
  const visit = (node: ProcessTree): Part & { readonly all: ReadonlySet<string> } => {
    if (node.kind === "silent") return { silent: true, first: new Set(), last: new Set(), all: new Set() };
    if (node.kind === "activity") {
      const own = new Set([node.activity]);
      steps.add(node.activity);
      return { silent: false, first: own, last: own, all: own };
    }
    const parts = node.children.map(visit);
    const all = union(parts.map((part) => part.all));
    if (node.kind === "exclusive")
      return {
        silent: parts.some(({ silent }) => silent),
        first: union(parts.map(({ first }) => first)),
        last: union(parts.map(({ last }) => last)),
        all,
      };
    if (node.kind === "parallel") {
      for (const one of parts) for (const other of parts) if (one !== other) follow(one.all, other.all);
      return {
        silent: parts.every(({ silent }) => silent),
        first: union(parts.map(({ first }) => first)),
        last: union(parts.map(({ last }) => last)),
        all,
      };
    }
    if (node.kind === "loop") {
      const [body, back] = parts;
      follow(body.last, back.first);
      follow(back.last, body.first);
      if (back.silent) follow(body.last, body.first);
      if (body.silent) follow(back.last, back.first);
      return {
        silent: body.silent,
        first: body.silent ? union([body.first, back.first]) : body.first,
        last: body.silent ? union([body.last, back.last]) : body.last,
        all,
      };
    }
    let before: Part = { silent: true, first: new Set(), last: new Set() };
    for (const part of parts) {
      follow(before.last, part.first);
      before = {
        silent: before.silent && part.silent,
        first: before.silent ? union([before.first, part.first]) : before.first,
        last: part.silent ? union([before.last, part.last]) : part.last,
      };
    }
    return { ...before, all };
  };
  const { first, last } = visit(tree);
  return { steps: [...steps], starts: [...first], ends: [...last], pairs: [...pairs.values()] };
}
