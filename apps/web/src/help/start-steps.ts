/** What the installation says of itself, as far as the viewer may see it. */
export type StartFacts = {
  worlds: { own: boolean; sample: boolean };
  sources: readonly { world: string; kinds: readonly string[]; rows: number }[];
  /** Actions on gaps of the company's own, whatever became of them. */
  ownActions: number;
  /** How many may sign in; null for who may not ask, and therefore is not the first. */
  members: number | null;
  backups: number;
};

export const startSteps = ["account", "rows", "leaders", "customers", "owner", "not-alone"] as const;
export type StartStepName = (typeof startSteps)[number];
export type StartStep = { name: StartStepName; done: boolean };

/** The six first steps, each done when the installation shows it: nobody ticks them by hand, and what is undone is open again. */
export function stepsOf(facts: StartFacts): StartStep[] {
  const own = facts.sources.filter((source) => source.world === "own" && source.rows > 0);
  const has = (kind: string) => own.some((source) => source.kinds.includes(kind));
  const done: Record<StartStepName, boolean> = {
    account: true, // who sees this has signed in
    rows: facts.worlds.sample || facts.worlds.own,
    leaders: has("beliefs"),
    customers: has("responses"),
    owner: facts.ownActions > 0,
    "not-alone": facts.members === null || facts.members > 1 || facts.backups > 0,
  };
  return startSteps.map((name) => ({ name, done: done[name] }));
}
