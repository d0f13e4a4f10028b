import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import type { Output } from "../api.ts";
import { routes } from "../routes.generated.ts";

type Actions = Output<"accountability.listActions">;

/** The actions of the company's own, also while the viewer looks at the sample: `call` would ask for the world on screen. */
export function useOwnActions(enabled: boolean): UseQueryResult<Actions> {
  return useQuery<Actions>({
    queryKey: ["accountability.listActions", "own", "asked"],
    enabled,
    queryFn: async () => {
      const response = await fetch(`${routes["accountability.listActions"][1]}?world=own`, { credentials: "same-origin" });
      if (!response.ok) throw new Error(`${response.status}`);
      // What the operation declares; the server checks its answers against it.
      return (await response.json()) as Actions;
    },
  });
}
