import { cumulate } from "./draw.ts";

export const SEGMENTS = ["budget", "families", "home_workers", "seniors", "berths"] as const;
type Segment = (typeof SEGMENTS)[number];

export const SEGMENT_LABELS: Readonly<Record<Segment, string>> = {
  budget: "Careful Budget",
  families: "Busy Families",
  home_workers: "Home Workers",
  seniors: "Quiet Seniors",
  berths: "People who live on boats",
};

export const HOME_WORKERS = 2;
export const SENIORS = 3;
export const BERTHS = 4;

export const SEGMENT_SHARES = cumulate([0.28, 0.32, 0.22, 0.18]);

export const REGIONS = ["North", "Harbour", "South"] as const;
export const REGION_SHARES = cumulate([0.35, 0.4, 0.25]);

/** Street cabinets of each region; numbered through all regions, 80 in all. */
export const CABINETS = [28, 32, 20] as const;

export const LANGUAGES = ["en", "de", "fr"] as const;

export const LANGUAGE_SHARES = cumulate([0.55, 0.27, 0.18]);

export const CHANNELS = ["web", "app", "phone", "partner", "field"] as const;
export const CHANNEL_LABELS = ["Website", "App", "Phone", "Partner shop", "Technician visit"] as const;
export const WEB = 0;
export const APP = 1;
export const PHONE = 2;
export const PARTNER = 3;
export const FIELD = 4;

/** Channel of an order (web, app, phone, partner) by segment. */
export const ORDER_CHANNEL_SHARES = [
  cumulate([0.42, 0.14, 0.16, 0.28]),
  cumulate([0.44, 0.12, 0.16, 0.28]),
  cumulate([0.56, 0.14, 0.12, 0.18]),
  cumulate([0.14, 0.02, 0.4, 0.44]),
  cumulate([0.4, 0.1, 0.3, 0.2]),
];

/** The people who live on boats: nine indices at every scale. */
export const BERTH_PERSONS: readonly number[] = [11, 58, 97, 140, 203, 251, 308, 346, 389];
export const BERTH_ANSWERERS: readonly number[] = [11, 97, 203];

/** Persons who are leaders of the company too, with their staff id. */
export const LEADER_PERSONS: ReadonlyMap<number, string> = new Map([
  [5, "L03"],
  [23, "L08"],
  [77, "L12"],
]);
