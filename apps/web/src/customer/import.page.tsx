import { useState } from "react";
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

type Asked = { upload: Upload; as: ImportKind; source: string };
type Stand =
  | { step: 1 }
  | { step: 2; asked: Asked; preview: ImportPreview; map: Mapping | null }
  | { step: 3; asked: Asked; map: Mapping | null; timezone: string; running: Import };

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
  const look = async (asked: Asked, map: Mapping | null, timezone: string | null): Promise<Stand> => {
    const preview = await call("customer.previewImport", {
      upload: asked.upload.upload,
      as: asked.as,
      ...(map === null ? {} : { map }),
      ...(timezone === null ? {} : { timezone }),
    });
    return { step: 2, asked, preview, map };
  };
  const start = async (asked: Asked, map: Mapping | null, timezone: string, overlap: "new" | "all" | null): Promise<Stand> => {
    const running = await call("customer.startImport", {
      upload: asked.upload.upload,
      as: asked.as,
      source: asked.source,
      timezone,
      ...(map === null ? {} : { map }),
      ...(overlap === null ? {} : { overlap }),
    });
    return { step: 3, asked, map, timezone, running };
  };
  const choose = (file: File, as: ImportKind, source: string) =>
    attempt(async () => {
      const upload = await call("customer.upload", {}, { file });
      return look({ upload, as, source }, null, null);
    });
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
            map={stand.map ?? {}}
            file={stand.asked.upload.name}
            busy={busy}
            onChange={(map, timezone) => attempt(() => look(stand.asked, map, timezone))}
            onStart={() => attempt(() => start(stand.asked, stand.map, stand.preview.timezone, null))}
            onBack={() => setStand({ step: 1 })}
          />
        )}
        {stand.step === 3 && (
          <ImportResult
            key={stand.running.id}
            running={stand.running}
            busy={busy}
            onOverlap={(overlap) => attempt(() => start(stand.asked, stand.map, stand.timezone, overlap))}
            onDone={refresh}
            onAnother={() => setStand({ step: 1 })}
          />
        )}
      </div>
    </>
  );
}
