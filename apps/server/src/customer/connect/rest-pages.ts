import { CounterseatError } from "../../platform/errors.ts";
import type { Reach } from "./connector.ts";
import { fetchJson, type Page, placeOf } from "./fetch-json.ts";
import { at, isObject } from "./json-path.ts";
import { nextLink } from "./link-header.ts";
import { headersOf, parameterOf, type RestSettings } from "./rest-settings.ts";
import type { Row } from "./rows-file.ts";

/** The records of each page, as the settings say where the next one is. Ends with the page that has none behind it. */
export async function* restPages(reach: Reach, settings: RestSettings, since: string | null): AsyncGenerator<Row[]> {
  const headers = headersOf(settings);
  const start = startOf(settings, since);
  const asked = new Set<string>();
  let url: URL | null = start;
  let offset = 0;
  let before = "";
  for (let page = 1; url !== null; page += 1) {
    if (page > settings.mostPages)
      throw new CounterseatError("limit", `There are more than ${settings.mostPages} pages; nothing of them was kept.`, {
        fix: "Ask for larger pages or for what changed since, or allow more pages.",
      });
    if (asked.has(url.href))
      throw new CounterseatError("invalid", `The pages of ${placeOf(url)} go in a circle.`, { fix: "Check how the next page is named." });
    asked.add(url.href);
    const answer: Page | null = await fetchJson(reach, url, headers);
    if (answer === null) {
      if (page > 1 && counts(settings)) return; // one page too far
      throw new CounterseatError("invalid", `There is nothing at ${placeOf(url)} (status 404).`, { fix: "Check the address." });
    }
    const records = recordsOf(answer.body, settings, url);
    // Where pages are counted the end is an empty page, or the last one over again.
    const text = counts(settings) ? JSON.stringify(records) : "";
    if (counts(settings) && (records.length === 0 || text === before)) return;
    before = text;
    if (records.length > 0) yield records;
    offset += records.length;
    url = nextOf({ settings, start, answer, url, page, offset });
  }
}

const counts = ({ pagination }: RestSettings) => pagination === "page" || pagination === "offset";

function startOf(settings: RestSettings, since: string | null): URL {
  if (!URL.canParse(settings.url))
    throw new CounterseatError("invalid", "This is not a web address.", { fix: "Give it whole, beginning with https://." });
  const url = new URL(settings.url);
  if (settings.sizeParameter !== "") url.searchParams.set(settings.sizeParameter, String(settings.size));
  if (settings.since !== "" && since !== null) url.searchParams.set(settings.since, since);
  return url;
}

interface Turn {
  readonly settings: RestSettings;
  readonly start: URL;
  readonly answer: Page;
  /** Of the page that was read. */
  readonly url: URL;
  readonly page: number;
  /** Records read so far. */
  readonly offset: number;
}

function nextOf({ settings, start, answer, url, page, offset }: Turn): URL | null {
  const moved = (value: string) => {
    const next = new URL(start);
    next.searchParams.set(parameterOf(settings), value);
    return next;
  };
  switch (settings.pagination) {
    case "none":
      return null;
    case "page":
      return moved(String(firstPage(start, settings) + page));
    case "offset":
      return moved(String(offset));
    case "cursor": {
      const cursor = at(answer.body, settings.next);
      return typeof cursor === "string" && cursor !== "" ? moved(cursor) : null;
    }
    case "next": {
      const next = at(answer.body, settings.next);
      return typeof next === "string" && next !== "" ? ledTo(next, url, start) : null;
    }
    case "link": {
      const next = nextLink(answer.headers["link"]);
      return next === null ? null : ledTo(next, url, start);
    }
  }
}

/** Pages are counted from what the address itself says, else from 1. */
function firstPage(start: URL, settings: RestSettings): number {
  const said = Number(start.searchParams.get(parameterOf(settings)) ?? "1");
  return Number.isSafeInteger(said) ? said : 1;
}

/** Another server would learn the headers that say who asks. */
function ledTo(next: string, from: URL, start: URL): URL {
  const url = URL.canParse(next, from.href) ? new URL(next, from) : null;
  if (url !== null && url.origin === start.origin) return url;
  throw new CounterseatError("invalid", `${placeOf(from)} names a next page on another server, which is not asked.`, {
    fix: "Use the address the other system itself gives for its pages.",
  });
}

function recordsOf(body: unknown, { records }: RestSettings, url: URL): Row[] {
  const list = at(body, records);
  if (Array.isArray(list) && list.every(isObject)) return list;
  const names = isObject(body) ? Object.keys(body).filter((name) => Array.isArray(body[name])) : [];
  throw new CounterseatError(
    "invalid",
    `At ${records === "" ? "the top" : records} of what ${placeOf(url)} answers stands no list of records.`,
    {
      fix: names.length > 0 ? `Lists stand at ${names.slice(0, 5).join(", ")}.` : "Say where the list stands, as data.items.",
    },
  );
}
