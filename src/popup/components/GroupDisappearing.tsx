import type { ConversationView } from '../../bridge/conversationView.ts';
import type { GroupView } from '../../bridge/groupView.ts';
import { durationWords } from '../models/durationWords.ts';
import type { GroupModel } from '../models/groupModel.ts';
import { mayDo } from '../models/groupRights.ts';
import { text } from '../text.ts';
import { Select } from './Select.tsx';

export interface GroupDisappearingProps {
  readonly group: GroupView;
  readonly model: GroupModel;
  readonly disappearing: ConversationView['disappearing'];
}

const minuteMs = 60_000;
const dayMs = 1_440 * minuteMs;
const offeredMs = [5 * minuteMs, 60 * minuteMs, dayMs, 7 * dayMs, 28 * dayMs];

const off = 'off';

/** How long messages stay. What another program chose is named as it is, also where it is none of ours. */
export function GroupDisappearing({ group, model, disappearing }: GroupDisappearingProps) {
  const currentMs = disappearing === undefined ? undefined : Number(BigInt(disappearing.inNs) / 1_000_000n);
  const lengths = [...new Set([...offeredMs, ...(currentMs === undefined ? [] : [currentMs])])];
  return (
    <Select
      busy={model.working.value.has('disappearing')}
      detail={text('groupDisappearingDetail')}
      icon="timer"
      disabled={!mayDo(group, 'disappearing')}
      label={text('groupDisappearing')}
      onChange={(value) => {
        if (value === String(currentMs ?? off)) return;
        const inNs = value === off ? {} : { inNs: `${value}000000` };
        void model.change('disappearing', 'group.setDisappearing', inNs);
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
