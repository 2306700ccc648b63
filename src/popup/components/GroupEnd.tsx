import { useSignal } from '@preact/signals';
import type { ConsentView } from '../../bridge/conversationView.ts';
import type { GroupView } from '../../bridge/groupView.ts';
import { visibleName } from '../../bridge/visibleText.ts';
import type { GroupModel } from '../models/groupModel.ts';
import { leaveObstacle } from '../models/groupRights.ts';
import { text } from '../text.ts';
import { BlockDialog } from './BlockDialog.tsx';
import { Button } from './Button.tsx';
import { ConfirmDialog } from './ConfirmDialog.tsx';

export interface GroupEndProps {
  readonly group: GroupView;
  readonly model: GroupModel;
  readonly consent: ConsentView | undefined;
}

/** The ways out of a group, or what stands before them. */
export function GroupEnd({ group, model, consent }: GroupEndProps) {
  const question = useSignal<'leave' | 'block' | undefined>(undefined);
  const obstacle = leaveObstacle(group);
  const isLeaving = model.working.value.has('leave');
  const isBlocking = model.working.value.has('block');
  const isWorded = obstacle === 'superAdmin' || obstacle === 'lastMember' || obstacle === 'paused';
  const ask = (about: 'leave' | 'block') => () => {
    question.value = about;
  };
  const close = () => {
    question.value = undefined;
  };
  return (
    <div class="settings__group">
      {isWorded && <p class="field__hint">{text(`groupLeaveObstacle_${obstacle}`)}</p>}
      {obstacle === undefined && (
        <Button busy={isLeaving} kind="danger" onClick={ask('leave')} wide>
          {text(isLeaving ? 'groupLeaving' : 'groupLeave')}
        </Button>
      )}
      {consent === 'denied' ? (
        <>
          <p class="field__hint">{text('groupBlocked')}</p>
          <Button busy={isBlocking} onClick={() => void model.setBlocked(false)} wide>
            {text('requestUnblock')}
          </Button>
        </>
      ) : (
        <Button busy={isBlocking} kind="danger" onClick={ask('block')} wide>
          {text(obstacle === undefined ? 'blockGroupConfirm' : 'requestBlock')}
        </Button>
      )}
      {question.value === 'leave' && (
        <ConfirmDialog
          confirm={text('groupLeave')}
          isDanger
          onClose={close}
          onConfirm={() => void model.change('leave', 'group.leave', {})}
          title={text('groupLeaveTitle')}
        >
          <p>{text('groupLeaveDetail')}</p>
        </ConfirmDialog>
      )}
      {question.value === 'block' && (
        <BlockDialog
          isLeft={obstacle === undefined}
          kind="group"
          name={visibleName(group.name) || text('groupUnnamed')}
          onClose={close}
          onConfirm={() => void model.setBlocked(true)}
        />
      )}
    </div>
  );
}
