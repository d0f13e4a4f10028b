import { useRef, useState } from "react";
import { call } from "../api.ts";
import type { Import, ImportKind, ImportPreview, Upload } from "../api-types.ts";
import { t } from "../messages/text.ts";
import { useRefresh } from "../session/read.ts";
import { PageTitle } from "../ui/page.tsx";
import { Trouble } from "../ui/trouble.tsx";
import { ChooseFile } from "./choose-file.tsx";
import { ImportResult } from "./import-result.tsx";
import { MapColumns } from "./map-columns.tsx";
import type { Mapping } from "./mapping.ts";
import "./customer.css";

/** The file stays with the page: an upload is taken by the import it was started for, and an answer to its question starts another. */
type Asked = { file: File; upload: Upload; as: ImportKind; source: string };
/** What the person settled; a zone only where they chose one, so that last time's stands. */
type Said = { map: Mapping; timezone: string | null };
type Stand =
  | { step: 1 }
  | { step: 2; asked: Asked; preview: ImportPreview; said: Said; looking: boolean }
  | { step: 3; asked: Asked; said: Said; running: Import };

/** Bring a file in three steps: what it is, what its columns are, what came of it. Nothing is kept before the third. */
export function Page() {
  const refresh = useRefresh();
  const [stand, setStand] = useState<Stand>({ step: 1 });
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const attempt = (work: () => Promise<Stand>) => {
    setBusy(true);
    setError(null);
    work()
      .then(setStand, setError)
      .finally(() => setBusy(false));
  };
  const look = (asked: Asked, said: Said) => call("customer.previewImport", { ...askedFor(asked, said), source: asked.source });
  const upload = (file: File) => call("customer.upload", {}, { file });
  const start = async (asked: Asked, said: Said): Promise<Stand> => {
    const running = await call("customer.startImport", { ...askedFor(asked, said), source: asked.source });
    return { step: 3, asked, said, running };
  };
  const startAgain = async (was: Asked, said: Said, overlap: "new" | "all"): Promise<Stand> => {
    const asked = { ...was, upload: await upload(was.file) };
    const running = await call("customer.startImport", { ...askedFor(asked, said), source: asked.source, overlap });
    return { step: 3, asked, said, running };
  };
  const choose = (file: File, as: ImportKind, source: string) =>
    attempt(async () => {
      const asked = { file, upload: await upload(file), as, source };
      return { step: 2, asked, preview: await look(asked, NOTHING), said: NOTHING, looking: false };
    });
  // Every change is looked at at once. Answers may overtake each other: only the newest counts, and nothing waits for it.
  const newest = useRef(0);
  const change = (asked: Asked, said: Said) => {
    newest.current += 1;
    const mine = newest.current;
    setError(null);
    setStand((now) => (now.step === 2 ? { ...now, said, looking: true } : now));
    look(asked, said).then(
      (preview) => mine === newest.current && setStand((now) => (now.step === 2 ? { ...now, preview, looking: false } : now)),
      (problem: unknown) => {
        if (mine !== newest.current) return;
        setError(problem);
        setStand((now) => (now.step === 2 ? { ...now, looking: false } : now));
      },
    );
  };
  return (
    <>
      <PageTitle title="page.import">{t("import.title")}</PageTitle>
      <ol className="stepper">
        {([1, 2, 3] as const).map((step) => (
          <li key={step} {...(stand.step === step ? { "aria-current": "step" as const } : {})}>
            {t(`import.step.${step}`)}
          </li>
        ))}
      </ol>
      <div className="import">
        {error !== null && <Trouble error={error} />}
        {stand.step === 1 && <ChooseFile busy={busy} onChoose={choose} />}
        {stand.step === 2 && (
          <MapColumns
            key={stand.asked.upload.upload}
            preview={stand.preview}
            map={stand.said.map}
            file={stand.asked.upload.name}
            looking={busy || stand.looking}
            onChange={(map, timezone) => change(stand.asked, { map, timezone: timezone ?? stand.said.timezone })}
            onStart={() => attempt(() => start(stand.asked, stand.said))}
            onBack={() => setStand({ step: 1 })}
          />
        )}
        {stand.step === 3 && (
          <ImportResult
            key={stand.running.id}
            running={stand.running}
            busy={busy}
            onOverlap={(overlap) => attempt(() => startAgain(stand.asked, stand.said, overlap))}
            onDone={refresh}
            onAnother={() => setStand({ step: 1 })}
          />
        )}
      </div>
    </>
  );
}

const NOTHING: Said = { map: {}, timezone: null };

function askedFor({ upload, as }: Asked, { map, timezone }: Said) {
  return {
    upload: upload.upload,
    as,
    ...(Object.keys(map).length === 0 ? {} : { map }),
    ...(timezone === null ? {} : { timezone }),
  };
}
