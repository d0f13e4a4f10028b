import type { Action, Board, Company, CustomerRow, Source } from "../api-types.ts";
import { t, type MessageKey } from "../messages/text.ts";
import type { Visit } from "../session/visits.ts";
import { findAll } from "./match-words.ts";

/** Where an entry leads: a place, or something the frame does. */
export type Going = { to: string; params: Record<string, string>; search: Record<string, string>; hash: string } | { act: PaletteAct };
export type PaletteAct = "keys" | "sample" | "see-own" | "see-sample" | "checklist" | "print";
export type PaletteEntry = { id: string; label: string; kind: string; also: readonly string[]; going: Going };

/** What there is to find, as far as the viewer's role has it and it is already here. */
export type Known = {
  pages: readonly { path: string; title: MessageKey }[];
  board: Pick<Board, "cells"> | null;
  company: Pick<Company, "stages" | "people"> | null;
  actions: readonly Action[];
  sources: readonly Source[];
  visits: readonly Visit[];
  may: { own: boolean; import: boolean; loadSample: boolean; board: boolean; journey: boolean };
  worlds: { own: boolean; sample: boolean };
  /** How many of the first steps are done; null when they are not shown. */
  start: { done: number; all: number } | null;
};

const MOST = 14;

/** What fits the typed text, best first; customers were found by the server and stand at the end. */
export function entriesFor(text: string, all: readonly PaletteEntry[], customers: readonly CustomerRow[]): PaletteEntry[] {
  const found = customers.map((row) =>
    entry(`customer ${row.id}`, row.id, "palette.customer", place("/customers/$id", { params: { id: row.id } })),
  );
  return [...findAll(text, all).slice(0, MOST), ...found];
}

/** Everything that can be found, in the order it stands when nothing is typed: recent places, what is to do, pages, then the rest. */
export function allEntries(known: Known): PaletteEntry[] {
  const recent = known.visits.map((visit) =>
    entry(`visit ${visit.path}`, visit.name, "palette.recent", {
      to: visit.path,
      params: {},
      search: Object.fromEntries(new URLSearchParams(visit.search)),
      hash: "",
    }),
  );
  const been = new Set(known.visits.map((visit) => visit.path));
  return [
    ...recent,
    ...doing(known),
    ...known.pages
      .filter((page) => !been.has(page.path))
      .map((page) => entry(`page ${page.path}`, t(page.title), "palette.page", place(page.path))),
    entry("keys", t("keys.title"), "palette.help", { act: "keys" }, [t("palette.words.keys")]),
    ...gaps(known),
    ...stages(known),
    ...known.actions.map((action) =>
      entry(`action ${action.id}`, t("palette.owned", { title: action.title, owner: action.ownerName }), "palette.action", place("/act")),
    ),
    ...people(known),
    ...known.sources.map((source) =>
      entry(
        `source ${source.world} ${source.name}`,
        source.name,
        "palette.source",
        place("/sources", { hash: `source-${source.world}-${source.name}` }),
        [...source.kinds, t(`world.${source.world === "own" ? "own" : "sample"}`)],
      ),
    ),
  ];
}

function doing({ may, worlds, board, start }: Known): PaletteEntry[] {
  const unowned = board?.cells.find((cell) => cell.state === "gap" && cell.action === null);
  const act = (what: PaletteAct, label: string, words: MessageKey) => entry(`do ${what}`, label, "palette.do", { act: what }, [t(words)]);
  return [
    ...(start === null ? [] : [act("checklist", t("palette.do.start", start), "palette.words.start")]),
    ...(may.own && unowned !== undefined
      ? [
          entry(
            "do own",
            t("palette.do.own", { stage: unowned.stageLabel }),
            "palette.do",
            place("/", { search: { cell: unowned.key, own: "1" } }),
            [t("palette.words.own")],
          ),
        ]
      : []),
    ...(may.import ? [entry("do import", t("palette.do.import"), "palette.do", place("/import"), [t("palette.words.import")])] : []),
    ...(may.loadSample && !worlds.sample ? [act("sample", t("demo.load"), "palette.words.sample")] : []),
    ...(worlds.own && worlds.sample
      ? [
          act("see-own", t("palette.do.see-own"), "palette.words.own-rows"),
          act("see-sample", t("palette.do.see-sample"), "palette.words.sample"),
        ]
      : []),
    act("print", t("palette.do.print"), "palette.words.print"),
  ];
}

function gaps({ board, may }: Known): PaletteEntry[] {
  if (!may.board) return [];
  return (board?.cells ?? []).map((cell) =>
    entry(
      `cell ${cell.key}`,
      cell.promise === null ? cell.stageLabel : t("palette.gap.label", { stage: cell.stageLabel, promise: cell.promise }),
      "palette.gap",
      place("/", { search: { cell: cell.key } }),
      [
        cell.stage,
        alike(`${cell.stage} ${cell.stageLabel}`),
        t(`state.${cell.state}`),
        cell.action?.ownerName ?? t("palette.words.nobody"),
      ],
    ),
  );
}

function stages({ company, may }: Known): PaletteEntry[] {
  if (!may.journey) return [];
  return (company?.stages ?? []).map((stage) =>
    entry(
      `stage ${stage.id}`,
      t("palette.stage.label", { stage: stage.label }),
      "palette.stage",
      place("/journey", { search: { stage: stage.id } }),
      [stage.id, alike(`${stage.id} ${stage.label}`)],
    ),
  );
}

/** A person leads to what they own: the board of their cells. */
function people({ company, may }: Known): PaletteEntry[] {
  return (company?.people ?? []).map((person) =>
    entry(
      `person ${person.id}`,
      person.title === "" ? person.name : t("palette.person.label", { name: person.name, title: person.title }),
      "palette.person",
      may.board ? place("/", { search: { owner: person.id } }) : place("/act"),
    ),
  );
}

/** The other words people use for what is named here: each group of the message is one meaning. */
function alike(text: string): string {
  const words = new Set(text.toLowerCase().split(/[^\p{L}\p{N}]+/u));
  return t("palette.alike")
    .split(";")
    .filter((group) => group.split(" ").some((word) => word !== "" && words.has(word)))
    .join(" ");
}

function place(to: string, more: { params?: Record<string, string>; search?: Record<string, string>; hash?: string } = {}): Going {
  return { to, params: more.params ?? {}, search: more.search ?? {}, hash: more.hash ?? "" };
}

type Kind = Extract<MessageKey, `palette.${string}`>;
/** The word for its kind can be typed as well: "gap installation". */
function entry(id: string, label: string, kind: Kind, going: Going, also: readonly string[] = []): PaletteEntry {
  return { id, label, kind: t(kind), also, going };
}
