import type { ExpectedEvent, ExpectedProperty } from "../api-types.ts";
import { t } from "../messages/text.ts";
import { typeName } from "./drift-card.tsx";

/** The events of a plan with their properties. Without what they are for, there are no buttons. */
export function ExpectedEvents({
  events,
  source,
  onChange = null,
  onRemove = null,
}: {
  events: readonly (ExpectedEvent & { n?: string })[];
  source: string;
  onChange?: ((event: ExpectedEvent) => void) | null;
  onRemove?: ((event: ExpectedEvent) => void) | null;
}) {
  return (
    <ul className="expected" aria-label={t("tracking.title.of", { source })}>
      {events.map((event) => (
        <li key={event.name}>
          <div>
            <b className="strong">{event.name}</b>
            {event.n !== undefined && <span className="sm mut"> {t("tracking.came", { n: event.n })}</span>}
            <p className="sm sec">
              {event.properties.length === 0 ? t("tracking.no-properties") : event.properties.map((one) => propertyText(one)).join(" · ")}
            </p>
          </div>
          {onChange !== null && onRemove !== null && (
            <p className="buttons">
              <button type="button" className="btn small" onClick={() => onChange(event)}>
                {t("tracking.change")}
                <span className="sr">: {event.name}</span>
              </button>
              <button type="button" className="btn small" onClick={() => onRemove(event)}>
                {t("tracking.remove")}
                <span className="sr">: {event.name}</span>
              </button>
            </p>
          )}
        </li>
      ))}
    </ul>
  );
}

function propertyText({ name, type, required, values }: ExpectedProperty): string {
  const what = values === null ? typeName(type) : values.join(", ");
  return t(required ? "tracking.property.needed" : "tracking.property", { name, what });
}
