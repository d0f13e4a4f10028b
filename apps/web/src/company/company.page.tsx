import type { Company } from "../api-types.ts";
import { t } from "../messages/text.ts";
import { useRead } from "../session/read.ts";
import { PageTitle } from "../ui/page.tsx";
import { Trouble, Waiting } from "../ui/trouble.tsx";
import { ListCard } from "./list-card.tsx";
import { SettingsCard } from "./settings-card.tsx";
import "./company.css";

/** The order in which a newcomer needs them. */
const shown = ["stages", "people", "promises", "steps", "causes", "policies", "channels", "segments", "units", "definitions"] as const;

export function Page() {
  const reading = useRead("company.getCompany", {});
  const company = reading.data;
  return (
    <>
      <PageTitle title="page.company">
        {company === undefined ? t("company.reading") : t("company.title", { name: company.settings.name })}
      </PageTitle>
      <p className="under">
        <span>{t("company.under")}</span>
      </p>
      {reading.isError && <Trouble error={reading.error} again={() => void reading.refetch()} />}
      {company === undefined ? !reading.isError && <Waiting what={t("company.reading")} /> : <Lists company={company} />}
    </>
  );
}

function Lists({ company }: { company: Company }) {
  return (
    <>
      <nav className="jump sm" aria-label={t("company.jump")}>
        {shown.map((list) => (
          <a key={list} href={`#list-${list}`}>
            {t(`company.list.${list}`)}
          </a>
        ))}
      </nav>
      <div className="stack">
        <SettingsCard key={JSON.stringify(company.settings)} settings={company.settings} etag={company.etags["settings"]} />
        {shown.map((list) => (
          <ListCard key={list} list={list} company={company} />
        ))}
      </div>
    </>
  );
}
