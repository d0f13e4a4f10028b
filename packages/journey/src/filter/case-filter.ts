/** What is asked of a case. All times are UTC milliseconds, all lengths seconds. `not` keeps the cases it does not hold for. */
export type CaseFilter = CaseCondition & { readonly not?: boolean };

export type CaseCondition =
  /** The step happens, at least `times` times (1 when absent). */
  | { readonly kind: "has-step"; readonly step: string; readonly times?: number }
  /** `to` comes after `from`: next to it (`direct`) or any time later; within so many seconds where that is said. */
  | {
      readonly kind: "follows";
      readonly from: string;
      readonly to: string;
      readonly direct?: boolean;
      readonly atLeast?: number;
      readonly atMost?: number;
    }
  | { readonly kind: "starts-with"; readonly steps: readonly string[] }
  | { readonly kind: "ends-with"; readonly steps: readonly string[] }
  /** From the first event to the last; limits are included. */
  | { readonly kind: "duration"; readonly atLeast?: number; readonly atMost?: number }
  /** `begins`: the first event lies in the time; `touches`: any does; `inside`: all do. From is included, to is not. */
  | { readonly kind: "period"; readonly from: number; readonly to: number; readonly how: "begins" | "touches" | "inside" }
  /** The ways that most cases went, so many of them; ties by the order of their steps. */
  | { readonly kind: "top-variants"; readonly most: number }
  /** Exactly these steps, one after the other. */
  | { readonly kind: "way"; readonly steps: readonly string[] }
  /** These cases, by the codes they have in the columns: how other tables (segments, scores, money) choose. */
  | { readonly kind: "cases"; readonly codes: ReadonlySet<number> };
