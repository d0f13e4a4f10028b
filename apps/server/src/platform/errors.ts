import { z } from "zod";

/** The whole error vocabulary. Every failure a person or script can see is one of these seven. */
export const ErrorCode = z.enum(["invalid", "unauthenticated", "forbidden", "not-found", "conflict", "limit", "internal"]);
export type ErrorCode = z.infer<typeof ErrorCode>;

const STATUS = { invalid: 400, unauthenticated: 401, forbidden: 403, "not-found": 404, conflict: 409, limit: 429, internal: 500 } as const;
const TITLE = {
  invalid: "This cannot be used as it is",
  unauthenticated: "Sign in first",
  forbidden: "Your role does not allow this",
  "not-found": "There is no such thing",
  conflict: "This collides with what is there",
  limit: "Too much at once",
  internal: "Something broke on our side",
} as const;

/** RFC 9457 problem body with our machine code and, where there is one, the fix. */
export const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    code: ErrorCode,
    detail: z.string(),
    fix: z.string().optional(),
    errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
    proposals: z.unknown().optional(),
  })
  .meta({ id: "Problem" });
export type Problem = z.infer<typeof Problem>;

export class CounterseatError extends Error {
  readonly code: ErrorCode;
  readonly fix: string | undefined;
  readonly errors: { path: string; message: string }[] | undefined;
  readonly proposals: unknown;
  /** Where HTTP has a finer word than the code's own status (412, 422, 503). */
  readonly status: number;
  /** Seconds after which trying again makes sense; null where nothing is to be waited for. */
  readonly retryAfter: number | null;
  constructor(
    code: ErrorCode,
    detail: string,
    more: {
      fix?: string;
      errors?: { path: string; message: string }[];
      proposals?: unknown;
      status?: 412 | 413 | 422 | 503;
      retryAfter?: number;
    } = {},
  ) {
    super(detail);
    this.name = "CounterseatError";
    this.code = code;
    this.fix = more.fix;
    this.errors = more.errors;
    this.proposals = more.proposals;
    this.status = more.status ?? STATUS[code];
    this.retryAfter = more.retryAfter ?? null;
  }

  /** A problem body from a server, as the error it was there. */
  static fromProblem(body: unknown): CounterseatError {
    const found = Problem.parse(body);
    const { fix, errors, proposals } = found;
    return new CounterseatError(found.code, found.detail, {
      ...(fix === undefined ? {} : { fix }),
      ...(errors === undefined ? {} : { errors }),
      proposals,
    });
  }
}

export function notFound(what: string): CounterseatError {
  return new CounterseatError("not-found", `${what} does not exist, or is not yours to see.`);
}

/** A store cannot take writes now (disk full, read error). It mends itself, so the same request may be sent again. */
export function unavailable(what: string, retryAfter = 5): CounterseatError {
  return new CounterseatError(
    "internal",
    `${what} cannot take this now. If it was being saved at that moment it may be there, and then it is there whole.`,
    {
      fix: "Look at /readyz and the disk of the data directory; send the same again, with the same Idempotency-Key.",
      status: 503,
      retryAfter,
    },
  );
}

/** Not now, but soon: nothing was begun. */
export function comeBack(detail: string, retryAfter: number): CounterseatError {
  return new CounterseatError("limit", detail, { fix: "Send the same again in a few seconds.", status: 503, retryAfter });
}

/** A schema's refusal of what somebody sent, field by field. */
export function invalidFields(error: z.ZodError): CounterseatError {
  const errors = error.issues.map((issue) => ({ path: issue.path.join("."), message: issue.message }));
  const first = errors[0];
  const detail = first === undefined ? "The input does not fit." : `${first.path === "" ? "The input" : first.path}: ${first.message}`;
  return new CounterseatError("invalid", detail, { errors });
}

export function statusOf(code: ErrorCode): number {
  return STATUS[code];
}

/** The one mapper. What is not ours never leaks its message: it may hold SQL, paths or personal data. */
export function toProblem(error: unknown): Problem {
  if (error instanceof CounterseatError) {
    return problem(error.code, error.message, {
      status: error.status,
      ...(error.fix === undefined ? {} : { fix: error.fix }),
      ...(error.errors === undefined ? {} : { errors: error.errors }),
      ...(error.proposals === undefined ? {} : { proposals: error.proposals }),
    });
  }
  if (error instanceof z.ZodError) return toProblem(invalidFields(error));
  return problem("internal", "The failure was logged with this request's id; nothing of your request was kept.", {});
}

export function problem(code: ErrorCode, detail: string, more: Partial<Problem>): Problem {
  return { type: `urn:counterseat:error:${code}`, title: TITLE[code], status: STATUS[code], code, detail, ...more };
}
