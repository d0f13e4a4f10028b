import { useId, useState, type InputHTMLAttributes, type ReactNode, type SelectHTMLAttributes, type TextareaHTMLAttributes } from "react";
import { t } from "../messages/text.ts";

/** One labelled field; what is wrong with it stands beside it and is read with it. */
type Labelled = { label: string; hint?: string; wrong?: string | null };

export function TextField({ label, hint, wrong, ...input }: Labelled & InputHTMLAttributes<HTMLInputElement>) {
  const id = useId();
  return (
    <Field id={id} label={label} {...(hint !== undefined ? { hint } : {})} wrong={wrong ?? null}>
      <input id={id} className="input" aria-invalid={wrong ? true : undefined} aria-describedby={described(id, hint, wrong)} {...input} />
    </Field>
  );
}

export function PasswordField({ label, hint, wrong, ...input }: Labelled & InputHTMLAttributes<HTMLInputElement>) {
  const id = useId();
  const [shown, setShown] = useState(false);
  return (
    <Field id={id} label={label} {...(hint !== undefined ? { hint } : {})} wrong={wrong ?? null}>
      <span className="with-button">
        <input
          id={id}
          className="input"
          type={shown ? "text" : "password"}
          aria-invalid={wrong ? true : undefined}
          aria-describedby={described(id, hint, wrong)}
          {...input}
        />
        <button type="button" className="btn small" aria-pressed={shown} onClick={() => setShown(!shown)}>
          {shown ? t("password.hide") : t("password.show")}
        </button>
      </span>
    </Field>
  );
}

export function LongField({ label, hint, wrong, ...area }: Labelled & TextareaHTMLAttributes<HTMLTextAreaElement>) {
  const id = useId();
  return (
    <Field id={id} label={label} {...(hint !== undefined ? { hint } : {})} wrong={wrong ?? null}>
      <textarea
        id={id}
        className="input long"
        rows={4}
        spellCheck={false}
        aria-invalid={wrong ? true : undefined}
        aria-describedby={described(id, hint, wrong)}
        {...area}
      />
    </Field>
  );
}

export type Option = { id: string; label: string };

export function SelectField({
  label,
  hint,
  wrong,
  options,
  ...select
}: Labelled & { options: readonly Option[] } & SelectHTMLAttributes<HTMLSelectElement>) {
  const id = useId();
  return (
    <Field id={id} label={label} {...(hint !== undefined ? { hint } : {})} wrong={wrong ?? null}>
      <select id={id} className="input" aria-invalid={wrong ? true : undefined} aria-describedby={described(id, hint, wrong)} {...select}>
        <Options options={options} />
      </select>
    </Field>
  );
}

/** The select of the filter row, with its label inside. */
export function FilterSelect({
  label,
  options,
  ...select
}: { label: string; options: readonly Option[] } & SelectHTMLAttributes<HTMLSelectElement>) {
  return (
    <label className="filter">
      <span>{label}</span>
      <select {...select}>
        <Options options={options} />
      </select>
    </label>
  );
}

function Options({ options }: { options: readonly Option[] }) {
  return options.map((option) => (
    <option key={option.id} value={option.id}>
      {option.label}
    </option>
  ));
}

function Field({ id, label, hint, wrong, children }: Labelled & { id: string; children: ReactNode }) {
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children}
      {hint !== undefined && (
        <p id={`${id}-hint`} className="xs mut">
          {hint}
        </p>
      )}
      {wrong ? (
        <p id={`${id}-wrong`} className="xs bad strong">
          {wrong}
        </p>
      ) : null}
    </div>
  );
}

function described(id: string, hint: string | undefined, wrong: string | null | undefined): string | undefined {
  const ids = [hint === undefined ? null : `${id}-hint`, wrong ? `${id}-wrong` : null].filter((each) => each !== null);
  return ids.length === 0 ? undefined : ids.join(" ");
}
