import { useSignal } from '@preact/signals';
import type { ConsentView } from '../../bridge/conversationView.ts';
import type { GroupView } from '../../bridge/groupView.ts';
import type { GroupModel } from '../models/groupModel.ts';
import { leaveObstacle } from '../models/groupRights.ts';
import { text } from '../text.ts';
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
  const block = text(obstacle === undefined ? 'groupBlock' : 'groupBlockOnly');
  const ask = (about: 'leave' | 'block') => () => {
    question.value = about;
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
          {block}
        </Button>
      )}
      {question.value !== undefined && (
        <Question
          about={question.value}
          confirm={question.value === 'leave' ? text('groupLeave') : block}
          onClose={() => {
            question.value = undefined;
          }}
          onConfirm={(about) => {
            if (about === 'leave') void model.change('leave', 'group.leave', {});
            else void model.setBlocked(true);
          }}
        />
      )}
    </div>
  );
}

interface QuestionProps {
  readonly about: 'leave' | 'block';
  readonly confirm: string;
  readonly onConfirm: (about: 'leave' | 'block') => void;
  readonly onClose: () => void;
}

function Question({ about, confirm, onConfirm, onClose }: QuestionProps) {
  const isLeave = about === 'leave';
  return (
    <ConfirmDialog
      confirm={confirm}
      isDanger
      onClose={onClose}
      onConfirm={() => onConfirm(about)}
      title={text(isLeave ? 'groupLeaveTitle' : 'groupBlockTitle')}
    >
      <p>{text(isLeave ? 'groupLeaveDetail' : 'groupBlockDetail')}</p>
    </ConfirmDialog>
  );
}
