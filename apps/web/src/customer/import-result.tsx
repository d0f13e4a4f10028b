import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect } from "react";
import { call, type Problem } from "../api.ts";
import type { Import } from "../api-types.ts";
import { t } from "../messages/text.ts";
import { chooseWorld } from "../session/world.ts";
import { announce } from "../ui/announce.tsx";
import { count, share } from "../ui/format.ts";
import { Card } from "../ui/page.tsx";
import { StateChip } from "../ui/state-chip.tsx";
import { Trouble } from "../ui/trouble.tsx";

type Given = {
  running: Import;
  busy: boolean;
  onOverlap: (overlap: "new" | "all") => void;
  onDone: () => Promise<void>;
  onAnother: () => void;
};

/** Step 3: how far it is, what came of it, what was refused and why, and where to look next. */
export function ImportResult({ running, busy, onOverlap, onDone, onAnother }: Given) {
  const poll = useQuery<Import, Problem>({
    queryKey: ["customer.getImport", running.id],
    queryFn: () => call("customer.getImport", { id: running.id }),
    initialData: running,
    refetchInterval: (query) => (isRunning(query.state.data) ? 600 : false),
  });
  const now = poll.data;
  const finished = !isRunning(now);
  useEffect(() => {
    if (!finished) return;
    announce(t(now.state === "done" ? "import.done" : "import.failed"));
    if (now.state === "done") chooseWorld(null);
    void onDone();
    // The announcement is made once, when the state changes; everything else here is stable enough to leave out.
  }, [finished, now.state]);
  return (
    <Card
      id="result"
      title={t("import.result", { file: now.file, source: now.log })}
      beside={<StateChip state={now.state === "done" ? "imported" : now.state} />}
    >
      <div className="body">
        {poll.isError && <Trouble error={poll.error} again={() => void poll.refetch()} />}
        {!finished && (
          <div className="loading-count">
            <progress aria-label={t("import.progress.label")} max={1} value={now.progress} />
            <span>{t("import.progress", { share: share(now.progress), read: count(now.read) })}</span>
          </div>
        )}
        {finished && now.overlap !== null ? (
          <Overlap now={now} busy={busy} onOverlap={onOverlap} />
        ) : (
          now.error !== null && (
            <div className="trouble" role="alert">
              <p className="strong">{now.error}</p>
              <p className="sec">{t("import.failed.fix")}</p>
            </div>
          )
        )}
        {finished && <Counts now={now} />}
        {now.problems.length > 0 && (
          <ul className="bullets sm sec">
            {now.problems.slice(0, 12).map((problem) => (
              <li key={`${problem.row} ${problem.field}`}>
                {t("import.problem", { row: count(problem.row), field: problem.field ?? "", reason: problem.reason })}
              </li>
            ))}
          </ul>
        )}
        {finished && (
          <div className="buttons">
            {now.state === "done" && (
              <>
                <Link className="btn primary" to={now.kind === "events" ? "/journey" : "/"}>
                  {t(now.kind === "events" ? "import.next.journey" : "import.next.board")}
                </Link>
                <Link className="btn" to="/sources">
                  {t("import.next.sources")}
                </Link>
              </>
            )}
            <button type="button" className="btn" onClick={onAnother}>
              {t("import.another")}
            </button>
          </div>
        )}
      </div>
    </Card>
  );
}

function Overlap({ now, busy, onOverlap }: { now: Import; busy: boolean; onOverlap: (overlap: "new" | "all") => void }) {
  return (
    <div className="question" role="alert">
      <p className="strong">{t("import.overlap", { n: count(now.overlap ?? 0), source: now.log })}</p>
      <p className="sm sec">{t("import.overlap.text")}</p>
      <div className="buttons">
        <button type="button" className="btn primary" disabled={busy} onClick={() => onOverlap("new")}>
          {t("import.overlap.new")}
        </button>
        <button type="button" className="btn" disabled={busy} onClick={() => onOverlap("all")}>
          {t("import.overlap.all")}
        </button>
      </div>
    </div>
  );
}

function Counts({ now }: { now: Import }) {
  return (
    <dl className="facts">
      <div>
        <dt>{t("import.count.read")}</dt>
        <dd>{count(now.read)}</dd>
      </div>
      <div>
        <dt>{t("import.count.accepted")}</dt>
        <dd>{count(now.accepted)}</dd>
      </div>
      <div>
        <dt>{t("import.count.known")}</dt>
        <dd>{count(now.alreadyKnown)}</dd>
      </div>
      <div>
        <dt>{t("import.count.refused")}</dt>
        <dd>
          {count(now.refused)}{" "}
          {now.refused > 0 && (
            <a className="sm" href={`/api/v1/imports/${encodeURIComponent(now.id)}/refused`} download>
              {t("import.refused.get")}
            </a>
          )}
        </dd>
      </div>
    </dl>
  );
}

function isRunning(state: Import | undefined): boolean {
  return state?.state === "waiting" || state?.state === "reading";
}
