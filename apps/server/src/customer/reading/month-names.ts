// English, German and French, without accents; three letters are enough except where French months share them.
const MONTHS: readonly (readonly string[])[] = [
  ["jan", "january", "januar", "janner", "janvier", "janv"],
  ["feb", "february", "februar", "fevrier", "fev", "fevr"],
  ["mar", "march", "marz", "mrz", "mars", "maerz"],
  ["apr", "april", "avril", "avr"],
  ["may", "mai"],
  ["jun", "june", "juni", "juin"],
  ["jul", "july", "juli", "juillet", "juil"],
  ["aug", "august", "aout"],
  ["sep", "sept", "september", "septembre"],
  ["oct", "october", "oktober", "okt", "octobre"],
  ["nov", "november", "novembre"],
  ["dec", "december", "dezember", "dez", "decembre"],
];

const NUMBERS = new Map(MONTHS.flatMap((names, index) => names.map((name) => [name, index + 1] as const)));

/** 1 to 12; 0 for no month. */
export const monthOf = (name: string): number => NUMBERS.get(name.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "")) ?? 0;
