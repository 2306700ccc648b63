import { useSignal } from '@preact/signals';
import type { GroupView } from '../../bridge/groupView.ts';
import type { GroupModel } from '../models/groupModel.ts';
import { leaveObstacle } from '../models/groupRights.ts';
import { text } from '../text.ts';
import { Button } from './Button.tsx';
import { ConfirmDialog } from './ConfirmDialog.tsx';

export interface GroupEndProps {
  readonly group: GroupView;
  readonly model: GroupModel;
}

/** The ways out of a group, or what stands before them. */
export function GroupEnd({ group, model }: GroupEndProps) {
  const isAsking = useSignal(false);
  const obstacle = leaveObstacle(group);
  const isLeaving = model.working.value.has('leave');
  const isWorded = obstacle === 'superAdmin' || obstacle === 'lastMember' || obstacle === 'paused';
  return (
    <div class="settings__group">
      {isWorded && <p class="field__hint">{text(`groupLeaveObstacle_${obstacle}`)}</p>}
      {obstacle === undefined && (
        <Button
          busy={isLeaving}
          kind="danger"
          onClick={() => {
            isAsking.value = true;
          }}
          wide
        >
          {isLeaving ? text('groupLeaving') : text('groupLeave')}
        </Button>
      )}
      {isAsking.value && (
        <ConfirmDialog
          confirm={text('groupLeave')}
          isDanger
          onClose={() => {
            isAsking.value = false;
          }}
          onConfirm={() => void model.change('leave', 'group.leave', {})}
          title={text('groupLeaveTitle')}
        >
          <p>{text('groupLeaveDetail')}</p>
        </ConfirmDialog>
      )}
    </div>
  );
}
