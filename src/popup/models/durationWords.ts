const steps = [
  ['week', 604_800_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
] as const;

/** A length of time in its largest whole unit: `5 minutes`. */
export function durationWords(ms: number, locale?: string): string {
  const [unit, unitMs] = steps.find(([, length]) => ms >= length) ?? (['second', 1_000] as const);
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(
    Math.max(0, Math.floor(ms / unitMs)),
  );
}
