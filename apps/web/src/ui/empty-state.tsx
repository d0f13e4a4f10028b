import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { LoadSample } from "../demo/load-sample.tsx";
import { t } from "../messages/text.ts";
import { useMe } from "../session/read.ts";

/** Nothing here yet: why, and the two ways to change that. The sample is offered while it is not loaded. */
export function EmptyState({ title, why, children }: { title: string; why: string; children?: ReactNode }) {
  const me = useMe();
  return (
    <section className="card empty">
      <h2>{title}</h2>
      <p className="cap">{why}</p>
      <div className="buttons">
        {me.data?.worlds.sample !== true && <LoadSample primary />}
        <Link className="btn" to="/import">
          {t("demo.import")}
        </Link>
        {children}
      </div>
    </section>
  );
}
