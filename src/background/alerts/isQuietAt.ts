import type { Settings } from '../../bridge/settings.ts';

/** Whether the person does not want to be disturbed at a moment. The badge counts either way. */
export function isQuietAt(
  { quietHours, quietUntilMs }: Pick<Settings, 'quietHours' | 'quietUntilMs'>,
  nowMs: number,
): boolean {
  if (nowMs < quietUntilMs) return true;
  if (!quietHours.isOn) return false;
  const { fromMinute, toMinute } = quietHours;
  const now = new Date(nowMs);
  const minute = now.getHours() * 60 + now.getMinutes();
  return fromMinute <= toMinute
    ? minute >= fromMinute && minute < toMinute
    : minute >= fromMinute || minute < toMinute;
}
