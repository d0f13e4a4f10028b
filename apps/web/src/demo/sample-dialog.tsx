import { t } from "../messages/text.ts";
import { Dialog } from "../ui/dialog.tsx";
import { LoadSample } from "./load-sample.tsx";

/** Asks once before the sample comes in, shows how far it is, and closes when it stands. */
export function SampleDialog({ onClose, onLoaded }: { onClose: () => void; onLoaded: () => void }) {
  return (
    <Dialog title={t("demo.load")} opened onClose={onClose}>
      <div className="form">
        <p>{t("demo.load.what")}</p>
        <div className="buttons">
          <LoadSample primary onLoaded={onLoaded} />
        </div>
      </div>
    </Dialog>
  );
}
