import { t, viewerLocale } from "../messages/text.ts";

/** Numbers and dates as the viewer writes them; the minus is a minus, not a hyphen. */
const none = "–";

export function points(value: number | null): string {
  return value === null ? none : number(Math.round(value) + 0);
}

export function count(value: number): string {
  return number(value);
}

export function number(value: number, options: Intl.NumberFormatOptions = {}): string {
  return minus(new Intl.NumberFormat(viewerLocale(), options).format(Object.is(value, -0) ? 0 : value));
}

export function signed(value: number): string {
  return minus(new Intl.NumberFormat(viewerLocale(), { signDisplay: "exceptZero", maximumFractionDigits: 0 }).format(value));
}

export function share(value: number): string {
  return minus(new Intl.NumberFormat(viewerLocale(), { style: "percent", maximumFractionDigits: 0 }).format(value));
}

/** A share with a tenth of a percent where whole percents would say nothing. */
export function fineShare(value: number): string {
  const places = value > 0 && value < 0.1 ? 1 : value > 0.995 && value < 1 ? 1 : 0;
  return minus(new Intl.NumberFormat(viewerLocale(), { style: "percent", maximumFractionDigits: places }).format(value));
}

export function money(value: number, currency: string): string {
  const short = Math.abs(value) >= 10_000;
  try {
    return minus(
      new Intl.NumberFormat(viewerLocale(), {
        style: "currency",
        currency,
        notation: short ? "compact" : "standard",
        maximumFractionDigits: Math.abs(value) >= 999_500 ? 1 : Math.abs(value) >= 1000 ? 0 : 2,
      }).format(short ? toThousands(value) : value),
    );
  } catch {
    return `${number(value)} ${currency}`;
  }
}

/** Languages without a short word for a thousand would write out every unit of a figure that is not that sure. */
function toThousands(value: number): number {
  return Math.round(value / 1000) * 1000;
}

export function interval(pair: readonly [number, number] | null): string {
  return pair === null ? "" : t("figure.interval", { low: points(pair[0]), high: points(pair[1]) });
}

export function day(value: string | null): string {
  return stamp(value, { day: "numeric", month: "short", year: "numeric" });
}

/** A calendar day such as a due date: it has no zone and must not move with one. */
export function calendarDay(value: string): string {
  return stamp(value.slice(0, 10), { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
}

export function shortDay(value: string | null): string {
  return stamp(value, { day: "numeric", month: "short" });
}

export function clock(value: string | null): string {
  return stamp(value, { hour: "2-digit", minute: "2-digit" });
}

export function moment(value: string | null): string {
  return stamp(value, { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit", timeZoneName: "short" });
}

/** Whole days as a person says them: today, yesterday, 4 days ago. */
export function daysAgo(days: number): string {
  return minus(new Intl.RelativeTimeFormat(viewerLocale(), { numeric: "auto" }).format(-days, "day"));
}

/** Seconds as the two words a person would use: 40 s, 12 min, 3 h, 6 d. */
export function duration(seconds: number, unitDisplay: "short" | "narrow" = "short"): string {
  const [unit, size] =
    seconds < 90
      ? (["second", 1] as const)
      : seconds < 5400
        ? (["minute", 60] as const)
        : seconds < 172_800
          ? (["hour", 3600] as const)
          : (["day", 86_400] as const);
  const value = seconds / size;
  const places = value < 10 && unit !== "second" && Math.abs(value - Math.round(value)) >= 0.05 ? 1 : 0;
  return minus(new Intl.NumberFormat(viewerLocale(), { style: "unit", unit, unitDisplay, maximumFractionDigits: places }).format(value));
}

export function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  return `${words[0]?.[0] ?? ""}${words.length > 1 ? (words.at(-1)?.[0] ?? "") : ""}`.toUpperCase();
}

/** "Ines Kowalke" as the board writes it: "I. Kowalke". */
export function shortName(name: string): string {
  const words = name.trim().split(/\s+/);
  return words.length < 2 ? name : `${words[0]?.[0] ?? ""}. ${words.slice(1).join(" ")}`;
}

export function isoDay(date: Date): string {
  const two = (part: number) => String(part).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

function stamp(value: string | null, options: Intl.DateTimeFormatOptions): string {
  if (value === null || value === "") return none;
  const time = new Date(value);
  return Number.isNaN(time.getTime()) ? value : new Intl.DateTimeFormat(viewerLocale(), options).format(time);
}

function minus(text: string): string {
  return text.replaceAll("-", "−");
}
