import { useSignal } from '@preact/signals';
import { useContext, useEffect, useRef } from 'preact/hooks';
import type { GroupMemberView, GroupView } from '../../bridge/groupView.ts';
import type { GroupModel } from '../models/groupModel.ts';
import { type MemberAction, memberActions, roleAfter } from '../models/groupRights.ts';
import { findMembers, memberName } from '../models/groupWords.ts';
import { NamesContext } from '../models/namesContext.ts';
import { text } from '../text.ts';
import { ConfirmDialog } from './ConfirmDialog.tsx';
import { Field } from './Field.tsx';
import { Icon } from './Icon.tsx';
import { MemberRow } from './MemberRow.tsx';
import type { MenuItem } from './MenuButton.tsx';

export interface GroupMembersProps {
  readonly group: GroupView;
  readonly model: GroupModel;
  /** The person has accepted the group: names may be looked up. */
  readonly mayAsk: boolean;
  /** Absent where we may not. */
  readonly onAdd: (() => void) | undefined;
  /** Writes to one of them alone. */
  readonly onMessage: (peer: string) => void;
}

/** From here on one looks for a name rather than at a list. */
const longList = 12;

/** What is asked about before it is done: it gives power over us, or cannot be taken back alone. */
const asked: ReadonlySet<MemberAction> = new Set(['makeSuperAdmin', 'remove']);

const workOn = (inboxId: string): string => `member:${inboxId}`;

export function GroupMembers({ group, model, mayAsk, onAdd, onMessage }: GroupMembersProps) {
  const wanted = useSignal('');
  const question = useSignal<{ readonly action: MemberAction; readonly member: GroupMemberView } | undefined>(
    undefined,
  );
  const { members, memberCount, ownInboxId } = group;
  const heading = useRef<HTMLHeadingElement>(null);
  const lastCount = useRef(memberCount);
  // Who was removed took the focus along.
  useEffect(() => {
    const isFewer = memberCount < lastCount.current;
    lastCount.current = memberCount;
    if (isFewer && document.activeElement === document.body) heading.current?.focus();
  }, [memberCount]);
  const shown = findMembers(group, wanted.value, useContext(NamesContext)?.names.value);

  function act(action: MemberAction, { inboxId }: GroupMemberView): void {
    const work = workOn(inboxId);
    if (action === 'remove') void model.change(work, 'group.removeMembers', { inboxIds: [inboxId] });
    else void model.change(work, 'group.setRole', { inboxId, role: roleAfter[action] });
  }

  function itemsOf(member: GroupMemberView): readonly MenuItem[] {
    const { inboxId, address } = member;
    const isOwn = inboxId === ownInboxId;
    const isGivingUp = (action: MemberAction) => isOwn && action === 'takeSuperAdmin';
    return [
      ...(isOwn ? [] : [{ label: text('memberMessage'), onSelect: () => onMessage(address ?? inboxId) }]),
      {
        label: address === undefined ? text('memberCopyInbox') : text('memberCopy'),
        onSelect: () => void navigator.clipboard.writeText(address ?? inboxId).catch(() => undefined),
      },
      ...memberActions(group, member).map((action) => ({
        label: isGivingUp(action) ? text('memberGiveUp') : text(`memberAction_${action}`),
        isDanger: action === 'remove',
        onSelect() {
          if (asked.has(action) || isGivingUp(action)) question.value = { action, member };
          else act(action, member);
        },
      })),
    ];
  }

  return (
    <div class="settings__group">
      <h2 class="settings__title" ref={heading} tabIndex={-1}>
        {text('groupMembersTitle')} <span class="settings__count">{memberCount}</span>
      </h2>
      {members.length > longList && (
        <Field
          label={text('groupFind')}
          mono
          onInput={(value) => {
            wanted.value = value;
          }}
          value={wanted.value}
        />
      )}
      {onAdd && (
        <button class="nav-row" onClick={onAdd} type="button">
          <Icon name="add" />
          <span class="nav-row__label">{text('groupAdd')}</span>
        </button>
      )}
      <ul class="members">
        {shown.map((member) => (
          <MemberRow
            busy={model.working.value.has(workOn(member.inboxId))}
            group={group}
            items={itemsOf(member)}
            key={member.inboxId}
            mayAsk={mayAsk}
            member={member}
          />
        ))}
      </ul>
      {shown.length === 0 && <p class="field__hint">{text('groupFindNone')}</p>}
      {members.length < memberCount && <p class="field__hint">{text('groupMembersCut', members.length)}</p>}
      {question.value && (
        <Question
          {...question.value}
          onClose={() => {
            question.value = undefined;
          }}
          onConfirm={act}
        />
      )}
    </div>
  );
}

interface QuestionProps {
  readonly action: MemberAction;
  readonly member: GroupMemberView;
  readonly onConfirm: (action: MemberAction, member: GroupMemberView) => void;
  readonly onClose: () => void;
}

function Question({ action, member, onConfirm, onClose }: QuestionProps) {
  return (
    <ConfirmDialog
      confirm={action === 'takeSuperAdmin' ? text('memberGiveUp') : text(`memberAction_${action}`)}
      isDanger={action !== 'makeSuperAdmin'}
      onClose={onClose}
      onConfirm={() => onConfirm(action, member)}
      title={text(`memberConfirmTitle_${action}`)}
    >
      <p>{text(`memberConfirm_${action}`, memberName(member))}</p>
      <p class="address">{member.address ?? member.inboxId}</p>
    </ConfirmDialog>
  );
}
