import type { Company, ListName } from "../api-types.ts";
import { t, type MessageKey } from "../messages/text.ts";
import type { Option } from "../ui/field.tsx";

/** What each list of the company page holds: one line a field, in the order of the table. */
export type FieldKind =
  "text" | "number" | "date" | "role" | "side" | "work" | "keptBy" | "demand" | "people" | "steps" | "stages" | "channels" | "units";
export type ListField = {
  name: string;
  label: MessageKey;
  kind: FieldKind;
  needed: boolean;
  /** Left empty it is absent, not an empty text. */ nullable?: true;
};
export type Row = Record<string, string | number | null>;
type OwnList = Exclude<keyof Company, "settings">;

const name = { name: "name", label: "company.field.name", kind: "text", needed: true } as const;
const label = { name: "label", label: "company.field.label", kind: "text", needed: true } as const;
const order = { name: "order", label: "company.field.order", kind: "number", needed: true } as const;
const owner = { name: "ownerId", label: "company.field.owner", kind: "people", needed: false } as const;
const stage = { name: "stageId", label: "company.field.stage", kind: "stages", needed: false } as const;

export const listFields: Record<ListName & OwnList, readonly ListField[]> = {
  people: [
    name,
    { name: "title", label: "company.field.title", kind: "text", needed: false },
    { name: "role", label: "company.field.role", kind: "role", needed: true },
    { name: "unitId", label: "company.field.unit", kind: "units", needed: false },
  ],
  stages: [label, order, owner],
  steps: [
    label,
    stage,
    { name: "by", label: "company.field.by", kind: "side", needed: false },
    order,
    { name: "unitId", label: "company.field.unit.work", kind: "units", needed: false },
    { name: "work", label: "company.field.work", kind: "work", needed: false },
    { name: "minutes", label: "company.field.minutes", kind: "number", needed: true },
  ],
  channels: [label],
  segments: [label],
  units: [name, { name: "parentId", label: "company.field.parent", kind: "units", needed: false }],
  promises: [
    { name: "text", label: "company.field.promise", kind: "text", needed: true },
    { name: "measure", label: "company.field.measure", kind: "text", needed: true },
    stage,
    { name: "channelId", label: "company.field.channel", kind: "channels", needed: false },
    owner,
    { name: "from", label: "company.field.from", kind: "date", needed: true },
    { name: "startStep", label: "company.field.startStep", kind: "steps", needed: false },
    { name: "startKind", label: "company.field.kind", kind: "text", needed: false, nullable: true },
    { name: "keptBy", label: "company.field.keptBy", kind: "keptBy", needed: false },
    { name: "keptStep", label: "company.field.keptStep", kind: "steps", needed: false },
    { name: "hours", label: "company.field.hours", kind: "number", needed: false },
  ],
  causes: [
    label,
    { name: "demand", label: "company.field.demand", kind: "demand", needed: true },
    { name: "unitId", label: "company.field.causedBy", kind: "units", needed: false },
  ],
  policies: [
    { name: "text", label: "company.field.rule", kind: "text", needed: true },
    { name: "saves", label: "company.field.saves", kind: "text", needed: false },
    owner,
    { name: "from", label: "company.field.from", kind: "date", needed: true },
    { name: "stepId", label: "company.field.step", kind: "steps", needed: false },
    { name: "stepKind", label: "company.field.kind", kind: "text", needed: false, nullable: true },
  ],
  definitions: [
    { name: "term", label: "company.field.term", kind: "text", needed: true },
    { name: "text", label: "company.field.text", kind: "text", needed: true },
    owner,
    { name: "version", label: "company.field.version", kind: "number", needed: true },
  ],
};

export function optionsOf(kind: FieldKind, company: Company): readonly Option[] | null {
  if (kind === "role")
    return (["leader", "manager", "front_line", "support_staff"] as const).map((id) => ({ id, label: t(`company.role.${id}`) }));
  if (kind === "side") return (["customer", "company"] as const).map((id) => ({ id, label: t(`company.by.${id}`) }));
  if (kind === "work") return (["value", "necessary", "waste", "by-cause"] as const).map((id) => ({ id, label: t(`company.work.${id}`) }));
  if (kind === "keptBy") return (["reaching", "avoiding"] as const).map((id) => ({ id, label: t(`company.keptBy.${id}`) }));
  if (kind === "demand") return (["value", "failure", "repeat"] as const).map((id) => ({ id, label: t(`company.demand.${id}`) }));
  if (kind === "people") return company.people.map((person) => ({ id: person.id, label: person.name }));
  if (kind === "units") return company.units.map((unit) => ({ id: unit.id, label: unit.name }));
  if (kind === "stages" || kind === "channels" || kind === "steps")
    return company[kind].map((each) => ({ id: each.id, label: each.label }));
  return null;
}

/** An empty row to start from. */
export function blank(fields: readonly ListField[], entries: readonly Row[]): Row {
  const values = fields.map((field): [string, string | number | null] => {
    if (field.name === "order") return ["order", Math.max(0, ...entries.map((entry) => Number(entry.order ?? 0))) + 1];
    if (field.name === "version") return ["version", 1];
    if (field.kind === "role") return [field.name, "manager"];
    if (field.kind === "demand") return [field.name, "failure"];
    if (field.name === "minutes") return [field.name, 0];
    if (field.kind === "date") return [field.name, new Date().toISOString().slice(0, 10)];
    return [field.name, field.kind === "text" && field.nullable !== true ? "" : null];
  });
  return { id: "", ...Object.fromEntries(values) };
}

/** An id made from the words a person typed: "Help & repair" → "help-repair"; a number is added when it is taken. */
export function idFrom(words: string, taken: readonly string[]): string {
  const plain =
    words
      .normalize("NFKD")
      .replace(/[\u0300-\u036f]/g, "")
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, "-")
      .replace(/^-+|-+$/g, "")
      .slice(0, 60) || "entry";
  let id = plain;
  for (let n = 2; taken.includes(id); n += 1) id = `${plain}-${n}`;
  return id;
}
