/** Lower case, without accents, umlauts spelled plain, `camelCase` and punctuation as blanks: what headers of all systems share. */
export const normalizeHeader = (name: string): string =>
  name
    .replace(PLACE, "")
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, "$1 $2")
    .toLowerCase()
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replaceAll("ß", "ss")
    .replace(/[ºª]/gu, " ")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();

/** What makes a repeated name unique; it says nothing of the column. */
const PLACE = / \(column \d+\)'*$/;
const BRACKETS = /[([{][^)\]}]*[)\]}]/g;
const UNIT =
  /(?<=\S)[\s_-]+(?:in[\s_-]+)?(?:eur|euros?|usd|gbp|chf|jpy|sek|nok|dkk|pln|czk|cad|aud|brl|mxn|cop|€|\$|£|¥|utc|gmt|cet|ms|millis|epoch|unix|local)$/i;
const STOPS = new Set(
  "of the de du des d l la le les el los las del y et und der die das den dem von vom zum zur para por per da do dos das di della het een van".split(
    " ",
  ),
);

/** Words without those that only join others; all of them where nothing else is left. */
export const tokensOf = (normal: string): string[] => {
  const words = normal.split(" ").filter((word) => word.length > 0);
  const telling = words.filter((word) => !STOPS.has(word));
  return telling.length > 0 ? telling : words;
};

export interface Phrase {
  /** The whole phrase, normalized. */
  text: string;
  tokens: readonly string[];
  /** What is between the words is not compared: `custid`, `cust_id`, `cust id`. */
  key: string;
  /** 1 for the whole header, a little less where its beginning was left out. */
  weight: number;
}

const phrase = (text: string, weight: number): Phrase => {
  const normal = normalizeHeader(text);
  const tokens = tokensOf(normal);
  return { text: normal, tokens, key: tokens.join(""), weight };
};

/** Words that mean something only with what stands before them: `agent.id` is no row id, `ship.date` no time of the row. */
const HANGS_ON = new Set(
  "id name type code value no nr number num key status time date text count n label title first last at ts total amount price unit".split(
    " ",
  ),
);

/**
 * The ways a header can be read: whole; without what stands in brackets or a unit behind; and, where it is a path (`order.placedAt`,
 * `Contract / Begin`), by its last part alone.
 */
export const phrasesOf = (name: string): Phrase[] => {
  const bare = name.replace(PLACE, "");
  const stripped = bare.replace(BRACKETS, " ").trim();
  const plain = stripped.replace(UNIT, "");
  const phrases = [phrase(bare, 1)];
  const add = (text: string, weight: number): void => {
    const next = phrase(text, weight);
    if (next.key.length > 0 && !phrases.some(({ key }) => key === next.key)) phrases.push(next);
  };
  add(stripped, 1);
  add(plain, 1);
  const parts = plain.split(/\s*[/.>:|]\s*(?=\S)/).filter((part) => part.length > 0);
  for (let from = 1; from < parts.length; from += 1) {
    const rest = phrase(parts.slice(from).join(" "), 1);
    const hangs = rest.tokens.length === 1 && HANGS_ON.has(rest.tokens[0] ?? "") && !CONTAINERS.has(normalizeHeader(parts[from - 1] ?? ""));
    if (!hangs) add(parts.slice(from).join(" "), 0.96);
  }
  return phrases;
};

/** Wrappers that name nothing themselves. */
const CONTAINERS = new Set(
  "properties props payload data attributes attrs fields record row meta body item event details context".split(" "),
);
