import { t } from "../messages/text.ts";

export function MapLegend({ marked }: { marked: boolean }) {
  return (
    <div className="legend">
      <span>
        <svg width="26" height="10" aria-hidden="true">
          <path d="M0 5h26" stroke="var(--cs-customer)" strokeOpacity=".26" strokeWidth="8" />
          <path d="M0 5h26" stroke="var(--cs-customer)" strokeWidth="1.25" />
        </svg>
        {t("journey.legend.went")}
      </span>
      <span>
        <svg width="26" height="10" aria-hidden="true">
          <path d="M0 5h26" stroke="var(--cs-customer)" strokeWidth="1.25" strokeDasharray="1.5 3.5" />
        </svg>
        {t("journey.legend.folded")}
      </span>
      {marked && (
        <span>
          <svg width="26" height="10" aria-hidden="true">
            <path d="M0 5h26" stroke="var(--cs-company)" strokeWidth="6" strokeOpacity=".55" />
            <path d="M0 5h26" stroke="var(--cs-customer)" strokeWidth="1.25" />
          </svg>
          {t("designed.legend")}
        </span>
      )}
    </div>
  );
}
