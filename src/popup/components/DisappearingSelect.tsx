import type { ConversationView } from '../../bridge/conversationView.ts';
import { durationWords } from '../models/durationWords.ts';
import { text } from '../text.ts';
import type { IconName } from './Icon.tsx';
import { Select } from './Select.tsx';

export interface DisappearingSelectProps {
  readonly disappearing: ConversationView['disappearing'];
  readonly busy: boolean;
  readonly disabled?: boolean;
  readonly icon?: IconName;
  /** Nanoseconds; undefined: messages stay. */
  readonly onChange: (inNs: string | undefined) => void;
}

const minuteMs = 60_000;
const dayMs = 1_440 * minuteMs;
const offeredMs = [5 * minuteMs, 60 * minuteMs, dayMs, 7 * dayMs, 28 * dayMs];

const off = 'off';

/** How long messages stay. What another program chose is named as it is, also where it is none of ours. */
export function DisappearingSelect({
  disappearing,
  busy,
  disabled = false,
  icon,
  onChange,
}: DisappearingSelectProps) {
  const currentMs = disappearing === undefined ? undefined : Number(BigInt(disappearing.inNs) / 1_000_000n);
  const lengths = [...new Set([...offeredMs, ...(currentMs === undefined ? [] : [currentMs])])];
  return (
    <Select
      {...(icon === undefined ? {} : { icon })}
      busy={busy}
      detail={text('groupDisappearingDetail')}
      disabled={disabled}
      label={text('groupDisappearing')}
      onChange={(value) => {
        if (value !== String(currentMs ?? off)) onChange(value === off ? undefined : `${value}000000`);
      }}
      options={[
        { value: off, label: text('disappearingOff') },
        ...lengths
          .sort((a, b) => a - b)
          .map((ms) => ({ value: String(ms), label: text('disappearingAfter', durationWords(ms)) })),
      ]}
      value={String(currentMs ?? off)}
    />
  );
}
