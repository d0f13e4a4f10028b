import type { Drawn } from "./draw-request.ts";
import type { Fault, FaultKind } from "./judge-answer.ts";

/** One kind of fault of one operation: the first request that showed it, and how many did. */
export interface Finding {
  readonly key: string;
  readonly fault: Fault;
  readonly drawn: Drawn;
  /** How to draw that request again. */
  readonly seed: number;
  readonly index: number;
  count: number;
  /** The smallest request that shows the same; null as long as nobody looked. */
  smallest: Drawn | null;
}
export interface Findings {
  add(found: { fault: Fault; drawn: Drawn; seed: number; index: number }): void;
  all(): readonly Finding[];
  count(kind: FaultKind): number;
}

export function createFindings(): Findings {
  const byKey = new Map<string, Finding>();
  return {
    add({ fault, drawn, seed, index }) {
      const key = keyOf(drawn, fault);
      const known = byKey.get(key);
      if (known !== undefined) known.count += 1;
      else byKey.set(key, { key, fault, drawn, seed, index, count: 1, smallest: null });
    },
    all: () => [...byKey.values()],
    count: (kind) => [...byKey.values()].filter(({ fault }) => fault.kind === kind).reduce((sum, { count }) => sum + count, 0),
  };
}

/** Ids and numbers differ from request to request; the fault is the same. */
export function keyOf(drawn: Drawn, fault: Fault): string {
  const plain = fault.what.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/gi, "ID").replaceAll(/\[\d+\]/g, "[]");
  // What was refused before any operation was found is one fault, whatever it was meant for.
  if (/^4\d\d with content type/.test(plain)) return `any ${plain}`;
  return `${drawn.id} ${fault.kind} ${plain.replace(/, on a connection.*/s, "").slice(0, 160)}`;
}

export function findingText({ fault, drawn, smallest, seed, index, count }: Finding): string {
  const shown = smallest ?? drawn;
  const request = shown.wire === undefined ? { ...shown, id: undefined } : { wire: shown.wire };
  return [
    `${fault.kind} ${count}× ${drawn.id} ${shown.method} ${shown.target.slice(0, 300)}`,
    `  ${fault.what}`,
    `  seed ${seed}, request ${index}${smallest === null ? ", not made smaller" : ""}: ${JSON.stringify(request).slice(0, 1500)}`,
  ].join("\n");
}
