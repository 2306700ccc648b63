/** Times of day and moments as the settings of alerts have them. */

/** `HH:MM` of a time field, from minutes since midnight. */
export function timeOfMinute(minute: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}

/** Minutes since midnight; undefined while the field is empty or half filled. */
export function minuteOfTime(time: string): number | undefined {
  const [, hours, minutes] = /^(\d{2}):(\d{2})/u.exec(time) ?? [];
  if (hours === undefined || minutes === undefined) return undefined;
  const minute = Number(hours) * 60 + Number(minutes);
  return Number(hours) < 24 && Number(minutes) < 60 ? minute : undefined;
}

const morningHour = 8;
/** Before this, the night still belongs to the day before. */
const nightEndsHour = 4;

/** Eight o'clock of the morning that a person means by tomorrow. */
export function tomorrowMorningMs(nowMs: number): number {
  const morning = new Date(nowMs);
  if (morning.getHours() >= nightEndsHour) morning.setDate(morning.getDate() + 1);
  return morning.setHours(morningHour, 0, 0, 0);
}
