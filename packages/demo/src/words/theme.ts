export type Theme =
  | "friendly"
  | "missed_appointment"
  | "install_wait"
  | "repair_speed"
  | "bill"
  | "price"
  | "cancel"
  | "wifi_box"
  | "app_login"
  | "invoice_format"
  | "general";

export type Polarity = "positive" | "negative";

/**
 * A language's own phrases. Slots in braces are filled from the person's own events: {wait} a length of time in words, {times} how
 * often in words, {town}, {crew}, {window} two hours of the day, {amount} money, {device}.
 */
export interface Phrases {
  readonly openers: Readonly<Record<Polarity, readonly string[]>>;
  readonly consequences: readonly string[];
  readonly closers: Readonly<Record<Polarity, readonly string[]>>;
  readonly ironies: readonly string[];
  readonly positive: Readonly<Partial<Record<Theme, readonly string[]>>>;
  readonly negative: Readonly<Partial<Record<Theme, readonly string[]>>>;
  readonly devices: readonly string[];
  readonly hours: (n: number) => string;
  readonly days: (n: number) => string;
  readonly times: (n: number) => string;
  readonly window: (from: number) => string;
  readonly thanks: (team: string) => string;
  readonly reachMe: (address: string) => string;
}

export const TOWNS: readonly (readonly string[])[] = [
  ["Tarnmouth", "Upper Selk", "Grayfold", "Norwick Sands"],
  ["Lantern Quay", "Saltgate", "Old Basin", "Pilot's Row"],
  ["Merrowfield", "Southing", "Dunehaven", "Low Carrick"],
];

export const CREW_NAMES: readonly string[] = [
  "Heron", "Otter", "Puffin", "Curlew", "Gannet", "Petrel", "Tern", "Eider",
  "Anvil", "Bollard", "Capstan", "Davit", "Fender", "Halyard", "Keel", "Rudder",
  "Amber", "Cedar", "Flint", "Hazel", "Juniper", "Linden", "Moss", "Rowan",
]; // prettier-ignore
