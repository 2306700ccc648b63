const dayMs = 86_400_000;

/** Making one costs more than a hundred uses of it, and a thread asks for each message. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatted(ms: number, locale: string | undefined, options: Intl.DateTimeFormatOptions): string {
  const key = `${locale} ${JSON.stringify(options)}`;
  const format = formats.get(key) ?? new Intl.DateTimeFormat(locale, options);
  formats.set(key, format);
  return format.format(ms);
}

const minuteFormats = new Map<string | undefined, Intl.NumberFormat>();

function minutesFormat(locale: string | undefined): Intl.NumberFormat {
  const format =
    minuteFormats.get(locale) ??
    new Intl.NumberFormat(locale, { style: 'unit', unit: 'minute', unitDisplay: 'narrow' });
  minuteFormats.set(locale, format);
  return format;
}

function startOfDay(ms: number): number {
  return new Date(ms).setHours(0, 0, 0, 0);
}

/** Whole calendar days between two moments in the person's own time zone. */
function daysBetween(fromMs: number, toMs: number): number {
  return Math.round((startOfDay(toMs) - startOfDay(fromMs)) / dayMs);
}

/** A list row's time: minutes, then the hour, the weekday, the date. */
export function listTime(ms: number, nowMs: number, locale?: string): string {
  const age = nowMs - ms;
  if (age < 60_000) return new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(0, 'second');
  if (age < 3_600_000) {
    return minutesFormat(locale).format(Math.floor(age / 60_000));
  }
  const days = daysBetween(ms, nowMs);
  if (days === 0) return clockTime(ms, locale);
  if (days < 7) return formatted(ms, locale, { weekday: 'short' });
  return formatted(ms, locale, { day: 'numeric', month: 'short' });
}

/** The hour and minute under a bubble. */
export function clockTime(ms: number, locale?: string): string {
  return formatted(ms, locale, { timeStyle: 'short' });
}

/** The separator between two days of a thread. */
export function dayName(ms: number, nowMs: number, locale?: string): string {
  const days = daysBetween(ms, nowMs);
  if (days < 2) {
    const words = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(-days, 'day');
    return words.charAt(0).toLocaleUpperCase(locale) + words.slice(1);
  }
  return formatted(ms, locale, { weekday: 'long', day: 'numeric', month: 'long' });
}

/** Milliseconds of a decimal nanosecond string, as the bridge carries times. */
export function msOfNs(ns: string): number {
  return Number(BigInt(ns) / 1_000_000n);
}
