import type { Figure } from "./figure.ts";
import type { ReadContext } from "./operation.ts";

/**
 * A named, versioned, owned definition. Slices never import each other: whoever needs another slice's numbers asks the
 * registry by id, for any set of cells.
 */
export interface Metric {
  readonly id: string;
  readonly version: number;
  readonly title: string;
  /** In words a shop-floor person uses; shown beside the number. */
  readonly definition: string;
  readonly unit: string;
  readonly higherIs: "better" | "worse" | "neither";
  /** The slice that answers for the definition. */
  readonly owner: string;
  /** The raw values behind the metric, one per person, by stage. */
  samples?(ctx: ReadContext, scope: Scope): Promise<Samples>;
  /** How many people are behind it in every group and crossing of groups; the scope's own channel and segment do not narrow it. */
  groups?(ctx: ReadContext, scope: Scope): Promise<Groups>;
  /** What each customer is worth, and who of them still is one when the scope ends. */
  worth?(ctx: ReadContext, scope: Scope): Promise<Worth>;
  /** The metric's figure for one cell. */
  figure?(ctx: ReadContext, scope: Scope & { readonly stage: string }): Promise<Figure>;
}

/** Which cells are meant: everything that is null is "all". */
export interface Scope {
  readonly stage: string | null;
  readonly channel: string | null;
  readonly segment: string | null;
  /** UTC ms, half-open. */
  readonly from: number | null;
  readonly to: number | null;
}
export const EVERYTHING: Scope = { stage: null, channel: null, segment: null, from: null, to: null };

export interface Sample {
  /** One value on 0–100 per person (or per answer, where nobody is named). */
  readonly points: Float64Array;
  /** UTC ms of the newest answer, null when no answer carries a time. */
  readonly asOf: number | null;
  readonly doubts: readonly string[];
}
export interface Samples {
  readonly byStage: ReadonlyMap<string, Sample>;
  /** Distinct people over all stages. */
  readonly people: number;
  readonly answers: number;
}

/** The group of those who name none; no id of a segment or channel is empty. */
export const NOBODYS = "";

/** Who answered, counted by group. `null` means everybody, also who belongs to no group; `NOBODYS` means only those. */
export interface Groups {
  /** Named ones; who names none is not among them. */
  readonly segments: readonly string[];
  readonly channels: readonly string[];
  /** True: who names no group counts in every one, as a belief about all customers does. */
  readonly everywhere: boolean;
  people(stage: string, segment: string | null, channel: string | null): number;
}

/** Customers with what they are worth a year, in whole units of the currency. */
export interface Worth {
  readonly customers: readonly string[];
  readonly yearly: Float64Array;
  /** 1: still a customer when the scope ends. */
  readonly active: Uint8Array;
  readonly currency: string;
  /** The instants between which somebody was a customer, UTC ms, half-open; null when nothing is known. */
  readonly from: number | null;
  readonly to: number | null;
  /** Who is a customer and what they are worth, in words. */
  readonly definition: string;
  readonly doubts: readonly string[];
}

export interface Metrics {
  readonly all: readonly Metric[];
  samples(id: string, ctx: ReadContext, scope: Scope): Promise<Samples>;
  groups(id: string, ctx: ReadContext, scope: Scope): Promise<Groups>;
  worth(id: string, ctx: ReadContext, scope: Scope): Promise<Worth>;
  figure(id: string, ctx: ReadContext, scope: Scope & { readonly stage: string }): Promise<Figure>;
  /** `id@version`, as figures carry it. */
  label(id: string): string;
  get(id: string): Metric;
}

export function createMetrics(all: readonly Metric[]): Metrics {
  const byId = new Map(all.map((metric) => [metric.id, metric]));
  if (byId.size !== all.length) throw new Error("two metrics share an id");
  const get = (id: string): Metric => {
    const metric = byId.get(id);
    if (metric === undefined) throw new Error(`no metric ${id}; known: ${[...byId.keys()].join(", ")}`);
    return metric;
  };
  return {
    all,
    get,
    label: (id) => `${id}@${get(id).version}`,
    samples(id, ctx, scope) {
      const metric = get(id);
      if (metric.samples === undefined) throw new Error(`metric ${id} gives no samples`);
      return metric.samples(ctx, scope);
    },
    groups(id, ctx, scope) {
      const metric = get(id);
      if (metric.groups === undefined) throw new Error(`metric ${id} counts no groups`);
      return metric.groups(ctx, { ...scope, channel: null, segment: null });
    },
    worth(id, ctx, scope) {
      const metric = get(id);
      if (metric.worth === undefined) throw new Error(`metric ${id} knows no worth`);
      return metric.worth(ctx, scope);
    },
    figure(id, ctx, scope) {
      const metric = get(id);
      if (metric.figure === undefined) throw new Error(`metric ${id} gives no figure`);
      return metric.figure(ctx, scope);
    },
  };
}
