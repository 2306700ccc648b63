import { useEffect, useState } from 'preact/hooks';
import type { Settings, SettingsChange } from '../../bridge/settings.ts';
import { minuteOfTime, timeOfMinute, tomorrowMorningMs } from '../models/quietTimes.ts';
import { text } from '../text.ts';
import { Switch } from './Switch.tsx';

export interface QuietSettingsProps {
  readonly settings: Settings;
  readonly onChange: (change: SettingsChange) => void;
}

/** When alerts are silent: until tomorrow, or every day between two times. */
export function QuietSettings({ settings, onChange }: QuietSettingsProps) {
  const { quietHoursOn, quietFromMinute, quietToMinute, quietUntilMs } = settings;
  const nowMs = useNowUntil(quietUntilMs);
  const isQuiet = quietUntilMs > nowMs;
  return (
    <>
      <Switch
        checked={isQuiet}
        detail={isQuiet ? text('settingsQuietUntil', moment(quietUntilMs)) : undefined}
        label={text('settingsQuietTomorrow')}
        onChange={(isOn) => onChange({ quietUntilMs: isOn ? tomorrowMorningMs(Date.now()) : 0 })}
      />
      <Switch
        checked={quietHoursOn}
        label={text('settingsQuietHours')}
        onChange={(isOn) => onChange({ quietHoursOn: isOn })}
      />
      {quietHoursOn && (
        <div class="settings__times">
          <TimeField
            label={text('settingsQuietFrom')}
            minute={quietFromMinute}
            onChange={(minute) => onChange({ quietFromMinute: minute })}
          />
          <TimeField
            label={text('settingsQuietTo')}
            minute={quietToMinute}
            onChange={(minute) => onChange({ quietToMinute: minute })}
          />
        </div>
      )}
      <p class="field__hint">{text('settingsQuietDetail')}</p>
    </>
  );
}

interface TimeFieldProps {
  readonly label: string;
  readonly minute: number;
  readonly onChange: (minute: number) => void;
}

function TimeField({ label, minute, onChange }: TimeFieldProps) {
  return (
    <label class="settings__time">
      <span>{label}</span>
      <input
        class="field__input"
        onChange={(event) => {
          const next = minuteOfTime(event.currentTarget.value);
          // A field that was emptied says again what holds.
          if (next === undefined) event.currentTarget.value = timeOfMinute(minute);
          else onChange(next);
        }}
        required
        type="time"
        value={timeOfMinute(minute)}
      />
    </label>
  );
}

const moment = (ms: number): string =>
  new Intl.DateTimeFormat(undefined, { weekday: 'long', hour: '2-digit', minute: '2-digit' }).format(ms);

/** The longest that a timer may be set for. */
const longestMs = 2 ** 31 - 1;

/** The time, renewed when `ms` has come. */
function useNowUntil(ms: number): number {
  const [nowMs, setNow] = useState(Date.now());
  useEffect(() => {
    setNow(Date.now());
    if (ms <= Date.now()) return undefined;
    const timer = setTimeout(() => setNow(Date.now()), Math.min(longestMs, ms - Date.now() + 1));
    return () => clearTimeout(timer);
  }, [ms]);
  return nowMs;
}
