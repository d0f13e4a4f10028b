import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { call, type Problem } from "../api.ts";
import type { DemoState } from "../api-types.ts";
import { t } from "../messages/text.ts";
import { chooseWorld } from "../session/world.ts";
import { announce } from "../ui/announce.tsx";
import { count } from "../ui/format.ts";
import { Trouble } from "../ui/trouble.tsx";

/** Loads the sample company, shows how far it is, and reads the page again when it stands. */
export function LoadSample({ primary = false, onLoaded }: { primary?: boolean; onLoaded?: () => void }) {
  const { state, load, busy, error } = useSample(onLoaded);
  if (busy) return <LoadingCount state={state} />;
  return (
    <>
      <button type="button" className={primary ? "btn primary" : "btn"} onClick={load}>
        {t("demo.load")}
      </button>
      {error !== null && <Trouble error={error} />}
    </>
  );
}

function LoadingCount({ state }: { state: DemoState | null }) {
  const loading = state?.loading ?? null;
  const part = loading === null || loading.total === 0 ? null : loading.done / loading.total;
  const words =
    loading === null
      ? t("demo.starting")
      : t("demo.progress", { label: loading.label, done: count(loading.done), total: count(loading.total) });
  return (
    <div className="loading-count">
      <progress aria-label={t("demo.loading")} max={1} {...(part === null ? {} : { value: part })} />
      <span className="sm">{words}</span>
    </div>
  );
}

function useSample(onLoaded: (() => void) | undefined) {
  const client = useQueryClient();
  const [started, setStarted] = useState(false);
  const [error, setError] = useState<Problem | null>(null);
  const wasLoading = useRef(false);
  const poll = useQuery<DemoState, Problem>({
    queryKey: ["demo.getState"],
    queryFn: () => call("demo.getState", {}),
    refetchInterval: (query) => (started || (query.state.data?.loading ?? null) !== null ? 700 : false),
  });
  const state = poll.data ?? null;
  const loading = (state?.loading ?? null) !== null;
  useEffect(() => {
    if (loading) wasLoading.current = true;
    else if (state?.loaded === true && (wasLoading.current || started)) {
      wasLoading.current = false;
      setStarted(false);
      chooseWorld(null);
      announce(t("demo.loaded"));
      void client.invalidateQueries();
      onLoaded?.();
    }
  }, [client, loading, onLoaded, started, state?.loaded]);
  const load = () => {
    setError(null);
    setStarted(true);
    call("demo.load", {}).then(
      (now) => client.setQueryData(["demo.getState"], now),
      (problem: Problem) => {
        setStarted(false);
        setError(problem);
      },
    );
  };
  return { state, load, busy: started || loading, error };
}
