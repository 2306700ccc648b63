import type { ConversationView } from '../../bridge/conversationView.ts';
import type { GroupView } from '../../bridge/groupView.ts';
import type { GroupModel } from '../models/groupModel.ts';
import { mayDo } from '../models/groupRights.ts';
import { DisappearingSelect } from './DisappearingSelect.tsx';

export interface GroupDisappearingProps {
  readonly group: GroupView;
  readonly model: GroupModel;
  readonly disappearing: ConversationView['disappearing'];
}

/** How long messages of a group stay, for whoever may say so. */
export function GroupDisappearing({ group, model, disappearing }: GroupDisappearingProps) {
  return (
    <DisappearingSelect
      busy={model.working.value.has('disappearing')}
      disabled={!mayDo(group, 'disappearing')}
      disappearing={disappearing}
      icon="timer"
      onChange={(inNs) =>
        void model.change('disappearing', 'group.setDisappearing', inNs === undefined ? {} : { inNs })
      }
    />
  );
}
