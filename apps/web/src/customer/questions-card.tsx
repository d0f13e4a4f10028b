import { useEffect, useRef, useState } from "react";
import type { ImportPreview } from "../api-types.ts";
import { t } from "../messages/text.ts";
import { SelectField } from "../ui/field.tsx";
import { RiskMark } from "../ui/marks.tsx";
import { Card } from "../ui/page.tsx";
import { choices, fieldName, type Mapping } from "./mapping.ts";

/** As many answers stand side by side; more go into a list. */
const SIDE_BY_SIDE = 6;

/** What only a person can settle. An answered question goes; the keyboard then stands on the next one, not nowhere. */
export function QuestionsCard({ preview, onSettle }: { preview: ImportPreview; onSettle: (settled: Mapping) => void }) {
  const box = useRef<HTMLDivElement>(null);
  const answered = useRef(false);
  const n = preview.questions.length;
  useEffect(() => {
    if (answered.current && (document.activeElement === document.body || document.activeElement === null)) box.current?.focus();
    answered.current = false;
  }, [preview]);
  const settle = (settled: Mapping) => {
    answered.current = true;
    onSettle(settled);
  };
  return (
    <div ref={box} tabIndex={-1} className="questions" aria-live="polite">
      {n === 0 ? (
        <p className="sm sec">{t("import.questions.none")}</p>
      ) : (
        <Card id="questions" title={t("import.questions", { n })}>
          <div className="body">
            {preview.questions.map((question) => (
              <Settle key={`${question.code} ${question.field}`} question={question} preview={preview} onSettle={settle} />
            ))}
          </div>
        </Card>
      )}
    </div>
  );
}

function Settle({
  question,
  preview,
  onSettle,
}: {
  question: ImportPreview["questions"][number];
  preview: ImportPreview;
  onSettle: (settled: Mapping) => void;
}) {
  const { setting, ofColumn, options } = choices(question, preview);
  const [chosen, setChosen] = useState("");
  const optional = setting !== null && ofColumn && preview.fields.some(({ field, required }) => field === setting && !required);
  return (
    <div className="question" role="group" aria-label={question.text}>
      <p className="strong">
        <RiskMark /> {question.text}
      </p>
      {setting === null || options.length === 0 ? (
        <p className="sm sec">{question.settle}</p>
      ) : options.length <= SIDE_BY_SIDE ? (
        <div className="buttons">
          {options.map((option) => (
            <button key={option.id} type="button" className="btn" onClick={() => onSettle({ [setting]: option.id })}>
              {option.label}
              {ofColumn && <Sample preview={preview} position={option.id} />}
            </button>
          ))}
          {optional && (
            <button type="button" className="btn" onClick={() => onSettle({ [setting]: "-" })}>
              {t("import.settle.none")}
            </button>
          )}
        </div>
      ) : (
        // Arrow keys walk through a list: nothing is settled before the button is pressed.
        <div className="buttons">
          <SelectField
            label={t("import.settle", { field: fieldName(setting) })}
            options={[{ id: "", label: t("import.settle.choose") }, ...options]}
            value={chosen}
            onChange={(event) => setChosen(event.currentTarget.value)}
          />
          <button type="button" className="btn" disabled={chosen === ""} onClick={() => onSettle({ [setting]: chosen })}>
            {t("import.settle.use")}
          </button>
        </div>
      )}
    </div>
  );
}

/** The first value of a column tells two alike names apart. */
function Sample({ preview, position }: { preview: ImportPreview; position: string }) {
  const sample = preview.columns.find((column) => String(column.position) === position)?.samples.find((each) => each !== "");
  return sample === undefined ? null : <span className="mut"> {t("import.settle.sample", { sample })}</span>;
}
