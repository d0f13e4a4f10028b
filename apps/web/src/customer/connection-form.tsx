import type { ReactNode } from "react";
import type { Connector, ImportKind } from "../api-types.ts";
import { t } from "../messages/text.ts";
import { LongField, SelectField, TextField } from "../ui/field.tsx";
import { Card } from "../ui/page.tsx";
import type { Draft } from "./connection-draft.ts";
import { SettingInput } from "./setting-input.tsx";

const KINDS = [
  "events",
  "transactions",
  "subscriptions",
  "customers",
  "responses",
  "beliefs",
  "consents",
] as const satisfies readonly ImportKind[];
const INTERVALS = ["15", "60", "1440", "10080"] as const;

/** Everything a connection has to be told: how it is reached, what its rows are, how often it is read. */
export function ConnectionForm({
  draft,
  connector,
  folders,
  onChange,
  children,
}: {
  draft: Draft;
  connector: Connector;
  /** Whether a folder of the server may be read at all. */
  folders: boolean;
  onChange: (draft: Draft) => void;
  children: ReactNode;
}) {
  const set = (change: Partial<Draft>) => onChange({ ...draft, ...change });
  return (
    <>
      <Card id="connect-settings" title={t(connector.receives ? "connect.settings.webhook" : "connect.settings")}>
        <div className="body form">
          {connector.id === "folder" && !folders && <p className="bad strong">{t("connect.folders.off")}</p>}
          {connector.fields.map((field) => (
            <SettingInput
              key={field.name}
              field={field}
              value={draft.settings[field.name] ?? (field.type === "choice" ? (field.usual ?? "") : "")}
              kept={draft.kept.includes(field.name)}
              onChange={(value) => set({ settings: { ...draft.settings, [field.name]: value } })}
            />
          ))}
          {connector.receives && draft.etag !== undefined && (
            <label className="check">
              <input type="checkbox" checked={draft.newAddress} onChange={(event) => set({ newAddress: event.currentTarget.checked })} />{" "}
              {t("connect.address.new")}
            </label>
          )}
        </div>
      </Card>
      <Card id="connect-rows" title={t("connect.rows")}>
        <div className="body form">
          <TextField
            label={t("connect.name")}
            value={draft.name}
            required
            maxLength={100}
            autoComplete="off"
            onChange={(event) => set({ name: event.currentTarget.value })}
          />
          <TextField
            label={t("connect.source")}
            value={draft.source}
            required
            maxLength={100}
            autoComplete="off"
            onChange={(event) => set({ source: event.currentTarget.value })}
          />
          {!connector.receives && (
            <>
              <SelectField
                label={t("connect.kind")}
                value={draft.as}
                options={KINDS.map((id) => ({ id, label: t(`import.kind.${id}`) }))}
                onChange={(event) => set({ as: KINDS.find((each) => each === event.currentTarget.value) ?? "events" })}
              />
              <LongField
                label={t("connect.map")}
                hint={t("connect.map.hint")}
                value={draft.map}
                onChange={(event) => set({ map: event.currentTarget.value })}
              />
              <SelectField
                label={t("connect.overlap")}
                value={draft.overlap}
                options={(["new", "all"] as const).map((id) => ({ id, label: t(`connect.overlap.${id}`) }))}
                onChange={(event) => set({ overlap: event.currentTarget.value === "all" ? "all" : "new" })}
              />
              <SelectField
                label={t("connect.every")}
                value={draft.every}
                options={intervals(draft.every)}
                onChange={(event) => set({ every: event.currentTarget.value })}
              />
            </>
          )}
          {children}
        </div>
      </Card>
    </>
  );
}

/** The usual ones, and the one it has, where a program chose another. */
function intervals(chosen: string) {
  const usual = INTERVALS.map((id) => ({ id: id as string, label: t(`connect.every.${id}`) }));
  const other =
    chosen === "" || usual.some(({ id }) => id === chosen) ? [] : [{ id: chosen, label: t("connect.every.other", { n: chosen }) }];
  return [...usual, ...other, { id: "", label: t("connect.every.never") }];
}
