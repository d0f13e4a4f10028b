import type { Outcome } from "../http/connections.ts";
import type { Answer } from "../http/read-answer.ts";
import { type Check, createChecks } from "./check-schema.ts";
import type { Drawn } from "./draw-request.ts";
import type { Description } from "./read-description.ts";

export type FaultKind = "5xx" | "crash" | "hang" | "mismatch";
export interface Fault {
  readonly kind: FaultKind;
  readonly what: string;
}
export interface Judged {
  readonly fault: Fault | null;
  /** The server said that it is busy, and when to come back: counted, no fault. */
  readonly shed: boolean;
  /** The body, where it was JSON and the request went well. */
  readonly body: unknown;
}

/** Traces of the inside: stacks, statements, places in the code. */
const INSIDE = [
  /\n\s+at .+\(?.+:\d+:\d+\)?/,
  /node_modules/,
  /\bfile:\/\/\/\S+\.(?:ts|js|mjs)\b/,
  /\.ts:\d+/,
  /\b(?:select|insert into|update|delete from)\b.+\b(?:from|values|set|where)\b/i,
  /\b(?:PGlite|drizzle|DuckDB|pg_catalog|PostgresError|ZodError|TypeError|RangeError|ReferenceError)\b/,
  /Cannot read propert|is not a function|is not iterable|undefined \(reading/,
] as const;

/** Holds an answer against what the description promises. `sent` is the request's text: what it said itself may be said back. */
export function createJudge(description: Description): (drawn: Drawn, outcome: Outcome, sent: string) => Judged {
  const compile = createChecks(description);
  const problem = compile({ $ref: "#/components/schemas/Problem" });
  const answers = new Map<string, { method: string; byType: ReadonlyMap<string, Check> }>(
    description.operations.map((operation) => [
      operation.id,
      { method: operation.method, byType: new Map(Object.entries(operation.answer).map(([type, schema]) => [type, compile(schema)])) },
    ]),
  );
  const fault = (kind: FaultKind, what: string): Judged => ({ fault: { kind, what }, shed: false, body: null });
  const good = (body: unknown = null): Judged => ({ fault: null, shed: false, body });

  function judgeProblem(answer: Answer, sent: string): Judged {
    const type = answer.headers.get("content-type") ?? "none";
    if (!type.startsWith("application/problem+json")) return fault("mismatch", `${answer.status} with content type ${type}`);
    const text = answer.body.toString();
    const said = parse(text);
    if (said === NO_JSON) return fault("mismatch", `${answer.status} whose body is no JSON`);
    const found = problem(said, "problem");
    if (found !== null) return fault("mismatch", `${answer.status}: ${found}`);
    const { status, detail } = said as { status: number; detail: string }; // holds by the schema just checked
    if (status !== answer.status) return fault("mismatch", `status ${answer.status} with a problem of ${status}`);
    if (detail.trim() === "") return fault("mismatch", `${answer.status} without a sentence`);
    const leak = INSIDE.map((pattern) => pattern.exec(text)?.[0]).find(
      (match) => match !== undefined && !sent.includes(match.slice(0, 20)),
    );
    return leak === undefined ? good() : fault("mismatch", `${answer.status} tells of the inside: ${leak.slice(0, 120)}`);
  }

  function judgeDone(drawn: Drawn, answer: Answer): Judged {
    const expected = answers.get(drawn.id);
    const type = (answer.headers.get("content-type") ?? "").split(";")[0]?.trim() ?? "";
    if (expected === undefined || drawn.method !== expected.method) return good();
    const check = expected.byType.get(type);
    if (check === undefined) return fault("mismatch", `${answer.status} with content type ${type === "" ? "none" : type}`);
    const text = answer.body.toString();
    const said = type === "application/json" ? parse(text) : text;
    if (said === NO_JSON) return fault("mismatch", `${answer.status} whose body is no JSON`);
    const found = check(said, "answer");
    return found === null ? good(said) : fault("mismatch", `${answer.status}: ${found}`);
  }

  return (drawn, outcome, sent) => {
    if (outcome.kind !== "answer") {
      if (outcome.kind === "late") return fault("hang", outcome.why);
      if (outcome.kind === "garbled") return fault("mismatch", outcome.why);
      // What is no sound HTTP may be hung up on.
      return drawn.wire === undefined ? fault("crash", outcome.why) : good();
    }
    const { answer } = outcome;
    if (answer.status === 503 && Number(answer.headers.get("retry-after")) > 0) return { ...judgeProblem(answer, sent), shed: true };
    if (answer.status >= 500) return fault("5xx", `${answer.status} ${answer.body.toString().slice(0, 200)}`);
    if (drawn.wire !== undefined) return good(); // Node itself refuses some of it, in fewer words than ours
    if (answer.status === 304 || drawn.method === "HEAD") return good();
    return answer.status >= 400 ? judgeProblem(answer, sent) : judgeDone(drawn, answer);
  };
}

const NO_JSON = Symbol("no JSON");
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return NO_JSON;
  }
}
