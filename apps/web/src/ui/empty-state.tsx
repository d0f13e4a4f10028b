import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { LoadSample } from "../demo/load-sample.tsx";
import { t } from "../messages/text.ts";
import { useMay } from "../session/may.ts";
import { useMe } from "../session/read.ts";

/** Nothing here yet: why, and the two ways to change that, for whom they are open. The sample is offered while it is not loaded. */
export function EmptyState({ title, why, children }: { title: string; why: string; children?: ReactNode }) {
  const me = useMe();
  const may = useMay();
  return (
    <section className="card empty">
      <h2>{title}</h2>
      <p className="cap">{why}</p>
      <div className="buttons">
        {me.data?.worlds.sample !== true && may("demo:write") && <LoadSample primary />}
        {may("customer:write") && (
          <Link className="btn" to="/import">
            {t("demo.import")}
          </Link>
        )}
        {children}
      </div>
    </section>
  );
}
