import type { Settings } from '../../bridge/settings.ts';

type QuietSettings = Pick<Settings, 'quietHoursOn' | 'quietFromMinute' | 'quietToMinute' | 'quietUntilMs'>;

/** Whether the person does not want to be disturbed at a moment. The badge counts either way. */
export function isQuietAt(settings: QuietSettings, nowMs: number): boolean {
  if (nowMs < settings.quietUntilMs) return true;
  if (!settings.quietHoursOn) return false;
  const { quietFromMinute: from, quietToMinute: to } = settings;
  const now = new Date(nowMs);
  const minute = now.getHours() * 60 + now.getMinutes();
  return from <= to ? minute >= from && minute < to : minute >= from || minute < to;
}
