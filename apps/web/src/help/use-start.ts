import { useMay } from "../session/may.ts";
import { useMe, useRead } from "../session/read.ts";
import { useOwnActions } from "../session/own-actions.ts";
import { stepsOf, type StartStep } from "./start-steps.ts";

/**
 * The first steps of this installation, for who can take them (owners and analysts): null for others and until everything is known.
 * Nothing is stored; each step is read off what is there.
 */
export function useStart(on = true): { steps: StartStep[] | null; left: number } {
  const me = useMe().data;
  const may = useMay();
  const theirs = on && me !== undefined && me.user !== null && may("customer:write") && may("accountability:write");
  const access = may("access:read");
  const sources = useRead("customer.listSources", {}, { enabled: theirs }).data;
  const members = useRead("access.listMembers", {}, { enabled: theirs && access }).data;
  const backups = useRead("access.listAudit", { operation: "backup.create", limit: 1 }, { enabled: theirs && access }).data;
  const actions = useOwnActions(theirs).data;
  const known = sources !== undefined && actions !== undefined && (!access || (members !== undefined && backups !== undefined));
  if (!theirs || !known) return { steps: null, left: 0 };
  const steps = stepsOf({
    worlds: me.worlds,
    sources: sources.sources,
    ownActions: actions.actions.length,
    members: access ? (members?.members.length ?? 1) : null,
    backups: backups?.rows.length ?? 0,
  });
  return { steps, left: steps.filter((step) => !step.done).length };
}
