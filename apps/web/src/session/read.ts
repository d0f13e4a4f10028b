import { keepPreviousData, useQuery, useQueryClient, type UseQueryResult } from "@tanstack/react-query";
import { call, isProblem, type CallName, type Input, type Output, type Problem } from "../api.ts";
import type { Me } from "../api-types.ts";
import { useChosenWorld } from "./world.ts";

/** Reads one operation in the world the viewer chose. Reads with the same name, world and input are fetched once. */
export function useRead<K extends CallName>(
  name: K,
  input: Input<K>,
  options: { enabled?: boolean; every?: number | null } = {},
): UseQueryResult<Output<K>, Problem> {
  const world = useChosenWorld();
  return useQuery<Output<K>, Problem>({
    queryKey: [name, world, input],
    queryFn: () => call(name, input),
    enabled: options.enabled ?? true,
    refetchInterval: options.every ?? false,
    placeholderData: keepPreviousData,
  });
}

export function useMe(): UseQueryResult<Me, Problem> {
  return useQuery<Me, Problem>({ queryKey: ["session.getMe"], queryFn: () => call("session.getMe", {}), staleTime: 60_000 });
}

/** Whether the viewer looks at the small preview of the sample, where nothing can be owned yet. */
export function useShownWorld(): Me["world"] | null {
  const chosen = useChosenWorld();
  const me = useMe();
  return chosen ?? me.data?.world ?? null;
}

/** Everything may have changed: what is on screen is read again, what is not is forgotten, so no page opens on old rows. */
export function useRefresh(): () => Promise<void> {
  const client = useQueryClient();
  return () => {
    client.removeQueries({ type: "inactive" });
    return client.invalidateQueries();
  };
}

export function retryReads(failures: number, error: unknown): boolean {
  return failures < 2 && (!isProblem(error) || error.status === 0 || error.status >= 500);
}
