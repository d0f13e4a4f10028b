import { Link } from "@tanstack/react-router";
import { t } from "../messages/text.ts";
import { useMay } from "../session/may.ts";
import { LoadSample } from "./load-sample.tsx";

/** What an empty install shows is a small preview of the sample: said at the top, with the two ways on. */
export function PreviewBanner() {
  const may = useMay();
  return (
    <aside className="banner noprint" aria-label={t("preview.label")}>
      <p>
        <b className="strong">{t("preview.title")}</b> {t("preview.text")}
      </p>
      <div className="buttons">
        {may("demo:write") && <LoadSample primary />}
        {may("customer:write") && (
          <Link className="btn" to="/import">
            {t("demo.import")}
          </Link>
        )}
      </div>
    </aside>
  );
}
