import { Link } from "@tanstack/react-router";
import { t } from "../messages/text.ts";
import { LoadSample } from "./load-sample.tsx";

/** What an empty install shows is a small preview of the sample: said at the top, with the two ways on. */
export function PreviewBanner() {
  return (
    <aside className="banner noprint" aria-label={t("preview.label")}>
      <p>
        <b className="strong">{t("preview.title")}</b> {t("preview.text")}
      </p>
      <div className="buttons">
        <LoadSample primary />
        <Link className="btn" to="/import">
          {t("demo.import")}
        </Link>
      </div>
    </aside>
  );
}
